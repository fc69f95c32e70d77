package io.pawstream.runtime.llama.internal;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A library file in this process whose symbols no other library sees: two releases of llama.cpp
 * have functions of the same names. Any thread; {@link #close} once.
 */
public final class NativeFile implements AutoCloseable {
  private static final int LAZY = 0x1;
  private static final int NOW = 0x2;

  /** {@code RTLD_LOCAL}, which is 0 on Linux; JNA opens libraries for all others otherwise. */
  private static final int LOCAL = Platform.isMac() ? 0x4 : 0;

  /** What to tell JNA where it opens a library itself. */
  public static final Map<String, Object> OPTIONS = Map.of(Library.OPTION_OPEN_FLAGS, LAZY | LOCAL);

  private final Path file;
  private final NativeLibrary process = NativeLibrary.getProcess();
  private final NativeLibrary library;

  private NativeFile(Path file) {
    this.file = file;
    // keeps a failed assertion from forking a debugger before the process dies
    process.getFunction("setenv").invokeInt(new Object[] {"GGML_NO_BACKTRACE", "1", 0});
    this.library = NativeLibrary.getInstance(file.toString(), OPTIONS);
  }

  /**
   * Loads the file.
   *
   * @throws UnsatisfiedLinkError if it cannot be loaded here
   */
  public static NativeFile open(Path file) {
    return new NativeFile(file);
  }

  /** As JNA has it. */
  public NativeLibrary library() {
    return library;
  }

  /**
   * {@code strlen}: as an abort callback it tells llama.cpp to stop as soon as the first byte of
   * its data is not zero, without a call back into Java.
   */
  public Function strlen() {
    return process.getFunction("strlen");
  }

  /** Keeps the library in the process when its last handle is closed: what it has set up stays. */
  public void stay() {
    // a handle that nobody closes
    Object[] arguments = {file.toString(), NOW | LOCAL};
    Pointer handle = process.getFunction("dlopen").invokePointer(arguments);
    if (handle == null) {
      throw new LlamaException("The library must stay loaded: file=" + file);
    }
  }

  /** Text as C has it. */
  public static byte[] cString(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** Lets go of JNA's handles. */
  @Override
  public void close() {
    library.close();
    process.close();
  }
}
