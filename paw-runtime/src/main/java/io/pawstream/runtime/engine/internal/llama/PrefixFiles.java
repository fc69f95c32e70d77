package io.pawstream.runtime.engine.internal.llama;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Memory;
import io.pawstream.runtime.engine.internal.program.SharedModel;
import io.pawstream.runtime.files.internal.BoundedFiles;
import io.pawstream.runtime.files.internal.ContentStore;
import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.NativeLlama;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluated prefixes on the disk, so that a process that starts anew need not evaluate them again.
 * Any thread and process. What cannot be read or written is evaluated, with a warning.
 *
 * <p>A prefix state holds what one library computed with one kernel set, device, interpreter,
 * adapter and context: all of it is part of the key.
 */
final class PrefixFiles {
  /** System property: where they are kept. */
  static final String DIRECTORY_PROPERTY = "paw.prefix.dir";

  /** System property: bytes of all of them together; 0 keeps and reads none. */
  static final String BYTES_PROPERTY = "paw.prefix.bytes";

  private static final Logger LOG = LoggerFactory.getLogger(PrefixFiles.class);
  private static final long USUAL_BYTES = 1L << 30;

  private final BoundedFiles files;
  private final String madeWith;

  private PrefixFiles(BoundedFiles files, String madeWith) {
    this.files = files;
    this.madeWith = madeWith;
  }

  /** As the system properties say; null if none are to be kept, or not with this library. */
  static @Nullable PrefixFiles open(
      Interpreter interpreter, SharedModel shared, ContextSettings context) {
    NativeLlama library = shared.library();
    String base = System.getProperty(DIRECTORY_PROPERTY);
    long most = Long.getLong(BYTES_PROPERTY, USUAL_BYTES);
    if (most <= 0 || !library.refusesBrokenStates()) {
      return null;
    }
    return new PrefixFiles(
        new BoundedFiles(
            base == null ? ContentStore.defaultBase("prefixes") : Path.of(base),
            ".prefix",
            most,
            "set " + DIRECTORY_PROPERTY + " to a directory that only this user may write"),
        "library "
            + library.digest()
            + "\ncpu "
            + library.cpu()
            + "\nplace "
            + shared.model().placement()
            + "\ninterpreter "
            + interpreter.sha256()
            + "\ncontext "
            + context);
  }

  /** What one program's prefix is kept by. */
  String key(String adapterSha256, int[] prefixTokens) {
    return Sha256.of(
        (madeWith + "\nadapter " + adapterSha256 + "\nprefix " + Arrays.toString(prefixTokens))
            .getBytes(UTF_8));
  }

  /** What is kept, whole and checked; null for nothing. The caller closes it. */
  @Nullable Memory read(String key) {
    Memory[] state = new Memory[1];
    boolean whole = false;
    try {
      whole =
          files.read(
              key,
              bytes -> {
                state[0] = new Memory(bytes);
                return state[0].getByteBuffer(0, bytes);
              });
    } catch (IOException e) {
      LOG.warn("an evaluated prefix cannot be read, it is evaluated anew: {}", e.getMessage());
    }
    if (whole) {
      return state[0];
    }
    if (state[0] != null) {
      state[0].close();
    }
    return null;
  }

  /** Keeps a state. */
  void write(String key, Memory state) {
    if (state.size() > Integer.MAX_VALUE) {
      return;
    }
    try {
      files.write(key, state.getByteBuffer(0, state.size()));
    } catch (IOException e) {
      LOG.warn("an evaluated prefix cannot be kept: {}", e.getMessage());
    }
  }
}
