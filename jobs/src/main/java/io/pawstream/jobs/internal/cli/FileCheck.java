package io.pawstream.jobs.internal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.io.compression.InflaterInputStreamFactory;
import org.apache.flink.connector.file.src.compression.StandardDeCompressors;

/** Whether the files of a command line can be used. Any thread. */
final class FileCheck {
  private FileCheck() {}

  static void checkInput(Path input) {
    if (!Files.exists(input)) {
      throw new UsageException("the input file must exist: --input=" + input);
    }
    if (!Files.isRegularFile(input)) {
      throw new UsageException("the input must be a file: --input=" + input);
    }
    if (!Files.isReadable(input)) {
      throw new UsageException("the input file must be readable: --input=" + input);
    }
  }

  static void checkOutput(Path output, Path input) {
    if (Files.exists(output) && !Files.isRegularFile(output)) {
      throw new UsageException(
          "the output must be a file: --output=" + output + "; name a file in it");
    }
    if (output.getFileName() == null || output.toString().isEmpty()) {
      throw new UsageException("the output must be a file: --output=" + output);
    }
    try {
      if (Files.exists(output) && Files.isSameFile(output, input)) {
        throw new UsageException(
            "the output must be another file than the input: --output=" + output);
      }
    } catch (IOException e) {
      throw new UsageException("the output must be readable: --output=" + output, e);
    }
    Path above = output.toAbsolutePath().normalize().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
      throw new UsageException(
          "the directory of the output must be writable: --output="
              + output
              + ", directory="
              + above);
    }
  }

  /** The content of a file as the job reads it: unpacked where its ending says it is packed. */
  static InputStream open(Path file) throws IOException {
    InflaterInputStreamFactory<?> packed =
        StandardDeCompressors.getDecompressorForFileName(file.toString());
    InputStream in = Files.newInputStream(file);
    try {
      return packed == null ? in : packed.create(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    } catch (LinkageError e) {
      // Flink knows formats whose libraries are not part of this job
      in.close();
      throw new IOException("a file packed like this must be unpacked first", e);
    }
  }

  /** Whether {@link #open} unpacks this file. */
  static boolean isPacked(Path file) {
    return StandardDeCompressors.getDecompressorForFileName(file.toString()) != null;
  }
}
