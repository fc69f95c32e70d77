package io.pawstream.benchmarks.internal.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.program.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program with a random adapter for an interpreter of a shape: rank 64 in Q4_0 on every linear
 * layer, as the hosted compiler makes them; its template has about 250 tokens, and its label set
 * four labels of one token each, as the labels of real programs mostly have.
 */
public final class RandomProgram {
  private static final int RANK = 64;
  private static final float ALPHA = 16;

  /** A fixed time: equal seeds give equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 22, 0, 0);

  private static final Pattern LAYER = Pattern.compile("blk\\.\\d+\\.([a-z_]+)\\.weight");

  private RandomProgram() {}

  /** Writes the bundle; replaces one that is there. */
  public static void write(Path target, Shape shape, long seed) throws IOException {
    write(target, shape, seed, template());
  }

  /**
   * Writes a bundle with a template of its own; replaces one that is there.
   *
   * @param template with one input placeholder
   */
  public static void write(Path target, Shape shape, long seed, byte[] template)
      throws IOException {
    byte[] adapter = adapter(shape, seed, NewFile.folderOf(target));
    NewFile.write(
        target,
        file -> {
          try (ZipOutputStream zip = new ZipOutputStream(file)) {
            add(zip, "adapter.gguf", adapter);
            add(zip, "prompt_template.txt", template);
            add(zip, "meta.json", meta(shape, seed).getBytes(UTF_8));
          }
        });
  }

  private static byte[] adapter(Shape shape, long seed, Path folder) throws IOException {
    GgufWriter gguf =
        new GgufWriter()
            .string("general.architecture", shape.sizes().architecture().key())
            .string("general.type", "adapter")
            .string("adapter.type", "lora")
            .float32("adapter.lora.alpha", ALPHA);
    RandomBlocks blocks = new RandomBlocks(seed);
    for (Map.Entry<String, List<Long>> tensor :
        shape.sizes().architecture().tensors(shape.sizes(), shape.vocabularySize()).entrySet()) {
      Matcher layer = LAYER.matcher(tensor.getKey());
      if (layer.matches() && shape.sizes().architecture().linearLayers().contains(layer.group(1))) {
        long in = tensor.getValue().get(0);
        long out = tensor.getValue().get(1);
        // A keeps the size of what it is given, B adds about a tenth of it: 0.05 * sqrt(64) * 16/64
        half(gguf, blocks, tensor.getKey() + ".lora_a", in, RANK, 1 / Math.sqrt(in));
        half(gguf, blocks, tensor.getKey() + ".lora_b", RANK, out, 0.05);
      }
    }
    Path file = Files.createTempFile(folder, "adapter", ".gguf");
    try {
      gguf.write(file, GgufLimits.ADAPTER);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void half(
      GgufWriter gguf, RandomBlocks blocks, String name, long in, long out, double deviation) {
    gguf.tensor(
        name,
        GgufType.Q4_0,
        List.of(in, out),
        to -> blocks.write(to, GgufType.Q4_0, in * out, deviation));
  }

  private static byte[] template() throws IOException {
    try (InputStream in = RandomProgram.class.getResourceAsStream("template.txt")) {
      if (in == null) {
        throw new IOException("the jar must contain its resources: missing=template.txt");
      }
      byte[] template = in.readAllBytes();
      Template.parse(template);
      return template;
    }
  }

  private static String meta(Shape shape, long seed) {
    return """
    {
      "version": 4,
      "program_id": "%020x",
      "spec": "Decide what a customer message is about. Random weights: for speed alone.",
      "interpreter": "random-%s",
      "lora_rank": %d,
      "lora_alpha": %s,
      "labels": ["billing", "bug", "payment", "question"]
    }
    """
        .formatted(seed, shape.name(), RANK, ALPHA);
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
