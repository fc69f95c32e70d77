/** Benchmarks and what they need; start at {@code Benchmark}. */
@NullMarked
package io.pawstream.benchmarks;

import org.jspecify.annotations.NullMarked;
