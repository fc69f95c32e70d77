package io.pawstream.runtime.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Programs that a test makes itself, out of the adapter of a demonstration program. */
public final class Bundles {
  private Bundles() {}

  /** The bytes of a demonstration program's adapter. */
  public static byte[] adapter(String fileName) throws IOException {
    try (ZipFile zip = new ZipFile(Programs.path(fileName))) {
      return zip.getInputStream(zip.getEntry("adapter.gguf")).readAllBytes();
    }
  }

  /**
   * Writes a bundle.
   *
   * @param labels empty for none
   * @return the bundle's path as a reference
   */
  public static String write(Path file, byte[] adapter, String template, List<String> labels)
      throws IOException {
    Map<String, Object> meta = new HashMap<>();
    meta.put("version", 4);
    meta.put("program_id", "0123456789abcdef0123");
    meta.put("interpreter", "paw-tiny");
    if (!labels.isEmpty()) {
      meta.put("labels", labels);
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      add(zip, "adapter.gguf", adapter);
      add(zip, "prompt_template.txt", template.getBytes(UTF_8));
      add(zip, "meta.json", new ObjectMapper().writeValueAsBytes(meta));
    }
    return file.toString();
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
