/**
 * Matrices outside the Java heap, their products, and the threads that share the work. {@link
 * io.pawstream.transformer.math.Matrix} is the entry point.
 */
@NullMarked
package io.pawstream.transformer.math;

import org.jspecify.annotations.NullMarked;
