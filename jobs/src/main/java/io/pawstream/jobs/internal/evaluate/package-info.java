/** The Flink job that evaluates a program on rows whose right answers are known. */
@NullMarked
package io.pawstream.jobs.internal.evaluate;

import org.jspecify.annotations.NullMarked;
