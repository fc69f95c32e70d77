package io.pawstream.jobs.internal.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the rows of one file go. Any thread. */
final class OutputPaths {
  /** What Hive calls the directory of rows without a value. */
  private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

  private final OutputSpec spec;
  private final InputFile file;
  private final String name;

  OutputPaths(OutputSpec spec, InputFile file) {
    this.spec = spec;
    this.file = file;
    this.name = spec.nameFor(file);
  }

  /** The file of all rows. */
  Path whole() {
    Path output = Path.of(spec.location());
    return spec.directory() ? output.resolve(name) : output;
  }

  /** The file of the rows with this value. */
  Path partition(@Nullable String value) {
    String base = String.valueOf(Path.of(name).getFileName());
    // files of one name may lie in several directories
    String part =
        "part-"
            + FailedRows.sha256(file.name().getBytes(StandardCharsets.UTF_8)).substring(0, 8)
            + "-"
            + base;
    String key = escaped(Objects.requireNonNull(spec.partition()).name());
    return Path.of(spec.location())
        .resolve(key + "=" + (value == null || value.isEmpty() ? NO_VALUE : escaped(value)))
        .resolve(part);
  }

  /** The file of the rows with failures. */
  Path failed() {
    Path failed = Path.of(Objects.requireNonNull(spec.failedRows()));
    if (!spec.directory()) {
      return failed;
    }
    String plain = Compression.stripped(file.name()) + ".failed.jsonl";
    return failed.resolve(spec.compression() == null ? plain : plain + spec.compression().ending());
  }

  /** As Hive escapes what a path cannot hold. */
  private static String escaped(String value) {
    StringBuilder path = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      int code = b & 0xFF;
      boolean plain = code >= 0x80 || (code > 0x20 && "\"#%'*/:=?\\{[]^".indexOf(code) < 0);
      if (plain || code == ' ') {
        path.append((char) code);
      } else {
        path.append(String.format(Locale.ROOT, "%%%02X", code));
      }
    }
    return new String(
        path.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
