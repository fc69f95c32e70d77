/** What is measured, and how rounds are interleaved. */
@NullMarked
package io.pawstream.benchmarks.internal.measure;

import org.jspecify.annotations.NullMarked;
