/** Passes of the transformer, and how much of a product's speed they reach. */
@NullMarked
package io.pawstream.benchmarks.internal.training;

import org.jspecify.annotations.NullMarked;
