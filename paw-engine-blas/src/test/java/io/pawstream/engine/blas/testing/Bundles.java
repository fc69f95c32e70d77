package io.pawstream.engine.blas.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Programs that a test makes itself. */
public final class Bundles {
  private Bundles() {}

  /** The adapter of a demonstration program. */
  public static byte[] adapter(String name) throws IOException {
    try (ZipFile zip = new ZipFile(Texts.program(name))) {
      return zip.getInputStream(zip.getEntry("adapter.gguf")).readAllBytes();
    }
  }

  /** Writes a bundle; returns its path as a reference. */
  public static String write(Path file, byte[] adapter, String template, List<String> labels)
      throws IOException {
    String quoted = labels.stream().map(l -> '"' + l + '"').collect(Collectors.joining(", "));
    String meta =
        "{\"version\": 4, \"program_id\": \"0123456789abcdef0123\", \"interpreter\": \"paw-tiny\","
            + " \"labels\": ["
            + quoted
            + "]}";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      add(zip, "adapter.gguf", adapter);
      add(zip, "prompt_template.txt", template.getBytes(UTF_8));
      add(zip, "meta.json", meta.getBytes(UTF_8));
    }
    return file.toString();
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
