/** The Flink job that labels a file: rows in, answers of the programs, rows out, one file. */
@NullMarked
package io.pawstream.jobs.internal.label;

import org.jspecify.annotations.NullMarked;
