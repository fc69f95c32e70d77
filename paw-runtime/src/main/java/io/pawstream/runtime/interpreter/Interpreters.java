package io.pawstream.runtime.interpreter;

import io.pawstream.runtime.files.internal.ContentStore;
import io.pawstream.runtime.files.internal.Sha256;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds interpreters and checks them: a known one in the cache directory of the PAW SDK, the
 * shipped one in this jar, any other by path and digest. Nothing is downloaded. Any thread.
 *
 * <p>A digest takes a full read of the file, about a second for the standard interpreter: call this
 * once per process, not per program.
 */
public final class Interpreters {
  /** System property: where the shipped interpreter is unpacked to. */
  public static final String DIRECTORY_PROPERTY = "paw.interpreters.dir";

  private static final Logger LOG = LoggerFactory.getLogger(Interpreters.class);
  private static final String RESOURCES = "/META-INF/paw/interpreters/";
  private static final String ENDING = ".gguf";
  private static final Pattern PINNED = Pattern.compile("(.+)@sha256:([0-9a-f]{64})");

  private Interpreters() {}

  /**
   * The interpreter of this short name.
   *
   * @param name one of {@link KnownInterpreter}; what {@code ProgramMeta.interpreterName()} gives
   * @param cacheDir laid out as the PAW SDK does; null for {@code PAW_CACHE_DIR} or {@code
   *     ~/.cache/programasweights}
   * @throws InterpreterException if it is not known, not there or not the pinned file
   */
  public static Interpreter known(String name, @Nullable Path cacheDir) {
    KnownInterpreter known =
        KnownInterpreter.named(name)
            .orElseThrow(
                () ->
                    new InterpreterException(
                        "An interpreter must be one of "
                            + KnownInterpreter.shortNames()
                            + ": interpreter="
                            + name
                            + "; name any other file as path@sha256:<digest>"));
    return load(
        known.shortName(),
        known == KnownInterpreter.PAW_TINY ? shipped(known) : cached(known, cacheDir),
        known.sha256());
  }

  /**
   * The interpreter that a configuration names.
   *
   * @param reference a short name, or a GGUF file as {@code path@sha256:<digest>}
   * @param allowUnpinned whether a path may come without a digest, which is then computed and
   *     logged. A GGUF file reaches native code: only for a file that a person at the command line
   *     chose
   * @param cacheDir as for {@link #known}
   * @throws InterpreterException if there is no such interpreter or it is not the pinned file
   */
  public static Interpreter resolve(
      String reference, boolean allowUnpinned, @Nullable Path cacheDir) {
    Matcher pinned = PINNED.matcher(reference);
    if (pinned.matches()) {
      Path file = path(pinned.group(1));
      return load(name(file), file, pinned.group(2));
    }
    if (KnownInterpreter.named(reference).isPresent() || !isFile(reference)) {
      return known(reference, cacheDir);
    }
    if (!allowUnpinned) {
      throw new InterpreterException(
          "An interpreter file must be pinned by digest: interpreter="
              + reference
              + "; write "
              + reference
              + "@sha256:<digest>, as sha256sum prints it");
    }
    Path file = path(reference);
    String sha256 = digest(file);
    LOG.info("Interpreter without a pinned digest: file={}, sha256={}", file, sha256);
    return checked(name(file), file, sha256);
  }

  private static boolean isFile(String reference) {
    try {
      return reference.endsWith(ENDING) || Files.isRegularFile(Path.of(reference));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The file in the cache directory; its digest is not checked yet. */
  private static Path cached(KnownInterpreter known, @Nullable Path cacheDir) {
    Path directory =
        cacheDir != null
            ? cacheDir
            : cacheDir(System.getenv("PAW_CACHE_DIR"), System.getProperty("user.home", ""));
    Path file = directory.resolve("base_models").resolve(known.fileName());
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InterpreterException(
          "The interpreter must be in the cache directory: interpreter="
              + known.shortName()
              + ", looked for="
              + file
              + "; put "
              + known.fileName()
              + " of huggingface.co/"
              + known.repository()
              + " there, or set PAW_CACHE_DIR to the directory that has base_models/"
              + known.fileName());
    }
    requireRegular(file);
    try {
      long size = Files.size(file);
      if (size != known.size()) {
        throw new InterpreterException(
            "The interpreter must have its pinned size: file="
                + file
                + ", pinned="
                + known.size()
                + ", actual="
                + size
                + "; delete it and download it again");
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return file;
  }

  /**
   * The cache directory of the PAW SDK.
   *
   * @param environment value of {@code PAW_CACHE_DIR}; null or empty for none
   * @param home of this user
   */
  public static Path cacheDir(@Nullable String environment, String home) {
    return environment != null && !environment.isEmpty()
        ? Path.of(environment)
        : Path.of(home, ".cache", "programasweights");
  }

  private static Path shipped(KnownInterpreter known) {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    Path base = directory != null ? Path.of(directory) : ContentStore.defaultBase("interpreters");
    String cure = "set " + DIRECTORY_PROPERTY + " to a directory that this user may write";
    try {
      return ContentStore.at(base, cure)
          .put(known.fileName(), known.sha256(), () -> resource(RESOURCES + known.fileName()));
    } catch (IOException e) {
      throw new InterpreterException(
          "The shipped interpreter must be unpacked: interpreter="
              + known.shortName()
              + ", "
              + e.getMessage(),
          e);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Interpreters.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException("the jar must contain its resources: missing=" + name);
    }
    return in;
  }

  private static Interpreter load(String name, Path file, String pinned) {
    String actual = digest(file);
    if (!actual.equals(pinned)) {
      throw new InterpreterException(
          "The interpreter must have its pinned digest: file="
              + file
              + ", pinned=sha256:"
              + pinned
              + ", actual=sha256:"
              + actual
              + "; it is damaged or another file: get it again, or change the pin");
    }
    return checked(name, file, actual);
  }

  private static Interpreter checked(String name, Path file, String sha256) {
    try {
      GgufHeader header = GgufHeader.read(file, GgufLimits.INTERPRETER);
      return new Interpreter(
          name, file, sha256, header, InterpreterCheck.check(header, isKnown(sha256)));
    } catch (InterpreterException e) {
      throw new InterpreterException("Interpreter " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean isKnown(String sha256) {
    return Arrays.stream(KnownInterpreter.values()).anyMatch(k -> k.sha256().equals(sha256));
  }

  private static String digest(Path file) {
    requireRegular(file);
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireRegular(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InterpreterException(
          "An interpreter must be a regular file and no link: file="
              + file
              + ", found="
              + (Files.isSymbolicLink(file)
                  ? "link"
                  : Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "no regular file" : "nothing"));
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InterpreterException(
          "An interpreter must be named by a legal path: interpreter=" + text, e);
    }
  }

  private static String name(Path file) {
    String name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("");
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static InterpreterException unreadable(Path file, IOException e) {
    return new InterpreterException("Interpreter " + file + ": " + e.getMessage(), e);
  }
}
