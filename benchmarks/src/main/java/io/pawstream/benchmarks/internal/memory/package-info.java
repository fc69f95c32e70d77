/** How much memory a row takes in a process of its own. */
@NullMarked
package io.pawstream.benchmarks.internal.memory;

import org.jspecify.annotations.NullMarked;
