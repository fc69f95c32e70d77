package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.internal.files.FileFormat;
import io.pawstream.jobs.internal.files.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files that a command line or a job file asks for. Any thread. */
final class InputFiles {
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private InputFiles() {}

  /** Whether {@code input} is one plain file and not a directory or a pattern. */
  static boolean isOneFile(List<String> inputs) {
    return inputs.size() == 1
        && !isGlob(inputs.get(0))
        && !Files.isDirectory(Path.of(inputs.get(0)));
  }

  /**
   * The files, sorted by their names.
   *
   * @param inputs files, directories and patterns
   * @param format of all files; null to tell it by their endings
   * @throws UsageException if there is none, or one cannot be read
   */
  static List<InputFile> of(List<String> inputs, @Nullable FileFormat format) {
    Map<String, InputFile> files = new LinkedHashMap<>();
    for (String input : inputs) {
      for (InputFile file : found(input, format)) {
        InputFile other = files.putIfAbsent(file.name(), file);
        if (other != null && !other.location().equals(file.location())) {
          throw new UsageException(
              "files must differ in their paths below the inputs: --input="
                  + other.location()
                  + ", --input="
                  + file.location()
                  + "; name a directory that both lie in, or run them one after the other");
        }
      }
    }
    return files.values().stream().sorted(Comparator.comparing(InputFile::name)).toList();
  }

  private static List<InputFile> found(String input, @Nullable FileFormat format) {
    Path path = Path.of(input);
    try {
      if (isGlob(input)) {
        return matching(input, format);
      }
      if (Files.isDirectory(path)) {
        return below(path, format, any -> true, input);
      }
      FileCheck.checkInput(path);
      return List.of(file(path, String.valueOf(path.getFileName()), format));
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException("the input must be readable: --input=" + input, e);
    }
  }

  private static boolean isGlob(String input) {
    return GLOB.matcher(input).find() && !Files.exists(Path.of(input));
  }

  private static List<InputFile> matching(String input, @Nullable FileFormat format)
      throws IOException {
    // the directories before the first that has a sign of a pattern
    int sign = GLOB.matcher(input).results().findFirst().orElseThrow().start();
    int slash = input.lastIndexOf('/', sign);
    String base = slash < 0 ? "." : slash == 0 ? "/" : input.substring(0, slash);
    String rest = input.substring(slash + 1);
    Path from = Path.of(base);
    if (!Files.isDirectory(from)) {
      throw new UsageException(
          "the directory of a pattern must exist: --input=" + input + ", directory=" + base);
    }
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
      return below(from, format, matcher, input);
    } catch (PatternSyntaxException e) {
      throw new UsageException("a pattern must be well formed: --input=" + input, e);
    }
  }

  private static List<InputFile> below(
      Path base, @Nullable FileFormat format, PathMatcher matcher, String input)
      throws IOException {
    List<InputFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(base)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path below = base.relativize(path);
        if (Files.isRegularFile(path) && !isHidden(below) && matcher.matches(below)) {
          FileCheck.checkInput(path);
          files.add(file(path, below.toString().replace('\\', '/'), format));
        }
      }
    }
    if (files.isEmpty()) {
      throw new UsageException(
          "an input must have a file: --input="
              + input
              + "; names that begin with . or _ are passed over");
    }
    return files;
  }

  /** As in Hive: what is not data begins with one of these. */
  private static boolean isHidden(Path below) {
    for (Path part : below) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  private static InputFile file(Path path, String name, @Nullable FileFormat format)
      throws IOException {
    FileFormat known = format == null ? FileFormat.of(path) : format;
    if (known == null) {
      throw new UsageException(
          "--format must be given where the ending of a file does not tell it: --input="
              + path
              + "; endings are .jsonl, .csv, .txt, .avro, .parquet");
    }
    return new InputFile(
        path.toAbsolutePath().normalize().toString(),
        name,
        Files.size(path),
        Files.getLastModifiedTime(path).toMillis(),
        known,
        known.isContainer() ? Compression.NONE : Compression.of(path));
  }
}
