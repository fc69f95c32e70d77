/** Interpreters and programs of real sizes with random weights. */
@NullMarked
package io.pawstream.benchmarks.internal.model;

import org.jspecify.annotations.NullMarked;
