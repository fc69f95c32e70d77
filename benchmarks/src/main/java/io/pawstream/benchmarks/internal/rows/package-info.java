/** The rows of the benchmark: the ways to get answers, the ceilings, the times of programs. */
@NullMarked
package io.pawstream.benchmarks.internal.rows;

import org.jspecify.annotations.NullMarked;
