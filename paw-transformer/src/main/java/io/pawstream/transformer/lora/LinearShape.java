package io.pawstream.transformer.lora;

/**
 * The size of a linear layer.
 *
 * @param in inputs
 * @param out outputs
 */
public record LinearShape(int in, int out) {}
