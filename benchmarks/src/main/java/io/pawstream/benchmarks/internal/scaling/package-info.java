/** How speed and memory change with one size at a time. */
@NullMarked
package io.pawstream.benchmarks.internal.scaling;

import org.jspecify.annotations.NullMarked;
