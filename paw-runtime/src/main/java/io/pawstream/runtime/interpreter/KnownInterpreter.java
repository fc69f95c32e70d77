package io.pawstream.runtime.interpreter;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The interpreters whose file is pinned by size and digest.
 *
 * <p>The values of the two standard ones are those of the PAW SDK's built-in runtime manifests.
 */
public enum KnownInterpreter {
  QWEN3_06B_Q6_K(
      "qwen3-0.6b-q6_k",
      "Qwen/Qwen3-0.6B",
      "qwen3-0.6b-q6_k.gguf",
      622_733_120,
      "9a16ed5cacba959e63b62e2b6840c3eca2b51c3c3e51d31367ef8e4aafeae33c",
      2048,
      "programasweights/Qwen3-0.6B-GGUF-Q6_K"),
  GPT2_Q8_0(
      "gpt2-q8_0",
      "gpt2",
      "gpt2-q8_0.gguf",
      139_804_832,
      "0aa260efb2cce9def922e0546b88ad731cf1a68554db73fa2d4a0949cfa958c5",
      2048,
      "programasweights/GPT2-GGUF-Q8_0"),
  /** Shipped inside this jar: a demonstration that needs no download. */
  PAW_TINY(
      "paw-tiny",
      "paw-tiny",
      "paw-tiny.gguf",
      2_288_672,
      "359c2636152c7fa238075c5caa46c173bf9e6d008070633984dad7ec518361da",
      512,
      "");

  private final String shortName;
  private final String metaName;
  private final String fileName;
  private final long size;
  private final String sha256;
  private final int contextLength;
  private final String repository;

  KnownInterpreter(
      String shortName,
      String metaName,
      String fileName,
      long size,
      String sha256,
      int contextLength,
      String repository) {
    this.shortName = shortName;
    this.metaName = metaName;
    this.fileName = fileName;
    this.size = size;
    this.sha256 = sha256;
    this.contextLength = contextLength;
    this.repository = repository;
  }

  /** Its name in configuration, and its {@code runtime_id} in a program's metadata. */
  public String shortName() {
    return shortName;
  }

  /** What a program's metadata calls it in {@code interpreter}. */
  public String metaName() {
    return metaName;
  }

  /** The name of its file. */
  public String fileName() {
    return fileName;
  }

  /** Bytes of its file. */
  public long size() {
    return size;
  }

  /** SHA-256 of its file, lower-case hex. */
  public String sha256() {
    return sha256;
  }

  /** Tokens of context that its runtime manifest states. */
  public int contextLength() {
    return contextLength;
  }

  /** Where it is published on Hugging Face as {@code owner/name}; empty for the shipped one. */
  public String repository() {
    return repository;
  }

  /** The one with this short name. */
  public static Optional<KnownInterpreter> named(String shortName) {
    return Arrays.stream(values()).filter(k -> k.shortName.equals(shortName)).findFirst();
  }

  /** The one that programs call by this {@code interpreter} string. */
  public static Optional<KnownInterpreter> ofMetaName(String metaName) {
    return Arrays.stream(values()).filter(k -> k.metaName.equals(metaName)).findFirst();
  }

  /** All short names, for messages. */
  public static String shortNames() {
    return Arrays.stream(values()).map(k -> k.shortName).collect(Collectors.joining(", "));
  }
}
