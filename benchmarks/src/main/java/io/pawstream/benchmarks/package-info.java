/** Benchmarks and what they need; start at {@link io.pawstream.benchmarks.Benchmark}. */
@NullMarked
package io.pawstream.benchmarks;

import org.jspecify.annotations.NullMarked;
