package io.pawstream.benchmarks.internal.training;

import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** What OpenBLAS says about itself. Any thread. */
public final class Kernels {
  private Kernels() {}

  /** Its version, how it was built, and last the processor whose kernels it uses here. */
  public static String describe() {
    Path folder = Path.of(Loader.load(openblas_nolapack.class)).getParent();
    for (String name :
        new String[] {
          "libopenblas.so.0",
          // as it is unpacked where only this part of it is used
          "libopenblas_nolapack.so.0",
          "libopenblas.0.dylib",
          "libopenblas.dll"
        }) {
      if (folder != null && Files.exists(folder.resolve(name))) {
        // already in the process: this asks the same copy
        try (NativeLibrary library = NativeLibrary.getInstance(folder.resolve(name).toString())) {
          return library.getFunction("openblas_get_config").invokeString(new Object[0], false);
        }
      }
    }
    return "unknown";
  }
}
