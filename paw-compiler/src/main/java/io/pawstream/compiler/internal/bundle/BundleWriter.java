package io.pawstream.compiler.internal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.AdapterCheck;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a program. One thread.
 *
 * <p>The same content gives the same bytes: members are stored, in one order, with one time.
 */
final class BundleWriter {
  /** The first that a ZIP archive can express. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private BundleWriter() {}

  /**
   * Writes a bundle and reads it back with the checks of the runtime.
   *
   * @throws ProgramException if a check fails
   */
  static ProgramBundle write(Path file, Path adapter, Template template, Metadata meta)
      throws IOException {
    byte[] weights = Files.readAllBytes(adapter);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      add(zip, "adapter.gguf", weights);
      add(zip, "prompt_template.txt", template.text().getBytes(UTF_8));
      add(zip, "meta.json", meta.json(Sha256.of(weights), template));
    }
    ProgramBundle bundle = ProgramBundle.read(file);
    Interpreter interpreter = meta.interpreter();
    AdapterCheck.check(bundle.adapter(), interpreter.header());
    return bundle;
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
