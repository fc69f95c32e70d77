package io.pawstream.transformer.optim;

import io.pawstream.transformer.math.Matrix;

/**
 * Something that can be trained.
 *
 * @param name unique among the parameters of a model or adapter; that of its tensor in a file
 * @param value changed in place by training
 * @param decays whether weight decay applies: to matrices, not to norms and biases
 */
public record Parameter(String name, Matrix value, boolean decays) {}
