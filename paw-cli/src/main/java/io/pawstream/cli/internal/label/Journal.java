package io.pawstream.cli.internal.label;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.internal.terminal.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far an unfinished run is, as it is kept beside the output. Immutable; any thread.
 *
 * @param command what decides the output, by name; another command must not go on with it
 * @param rows rows of the input whose lines are whole in the part
 * @param bytes length of these lines; what lies beyond in the part was not kept in time
 * @param complete whether these are all rows and the part only has to get its name
 * @param counts what the rows came to, by program and answer
 */
record Journal(
    Map<String, String> command,
    long rows,
    long bytes,
    boolean complete,
    Map<String, Map<String, Long>> counts) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Journal> TYPE = new TypeReference<>() {};

  /** The journal in a file, or null where there is none. */
  static @Nullable Journal read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return MAPPER.readValue(Files.readString(file, UTF_8), TYPE);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "what is kept of an unfinished run must be readable: file="
              + file
              + "; --restart begins anew",
          e);
    }
  }

  /** Writes it through to the disk, in place of an older one at once. */
  void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer json = ByteBuffer.wrap(MAPPER.writeValueAsBytes(this));
      while (json.hasRemaining()) {
        out.write(json);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Checks that this is of the same command.
   *
   * @throws UsageException naming what differs
   */
  void requireSame(Map<String, String> other, Path output) {
    for (Map.Entry<String, String> entry : other.entrySet()) {
      if (!Objects.equals(entry.getValue(), command.get(entry.getKey()))) {
        throw new UsageException(
            "an unfinished run is gone on with by the same command: --output="
                + output
                + ", "
                + entry.getKey()
                + "="
                + entry.getValue()
                + ", before="
                + command.get(entry.getKey())
                + "; --restart begins anew");
      }
    }
  }
}
