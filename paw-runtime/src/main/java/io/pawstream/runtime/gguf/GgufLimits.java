package io.pawstream.runtime.gguf;

/**
 * How much of a GGUF header is ever read. Immutable; any thread.
 *
 * @param maxKeys metadata pairs
 * @param maxTensors tensors
 * @param maxKeyBytes UTF-8 bytes of a metadata key
 * @param maxStringBytes UTF-8 bytes of a string, alone or in an array
 * @param maxArrayElements elements of one array
 * @param maxHeaderBytes bytes before the tensor data; bounds the memory a header can take
 * @param maxFileBytes bytes of the file
 */
public record GgufLimits(
    int maxKeys,
    int maxTensors,
    int maxKeyBytes,
    int maxStringBytes,
    int maxArrayElements,
    long maxHeaderBytes,
    long maxFileBytes) {

  /**
   * Room for an interpreter: a vocabulary of a million tokens, 64 MiB of header, 64 GiB of file.
   */
  public static final GgufLimits INTERPRETER =
      new GgufLimits(1024, 4096, 256, 1 << 20, 1 << 20, 64L << 20, 64L << 30);

  /** Room for an adapter: no vocabulary, 2 MiB of header, 128 MiB of file. */
  public static final GgufLimits ADAPTER =
      new GgufLimits(1024, 4096, 256, 1 << 20, 1 << 20, 2L << 20, 128L << 20);
}
