/**
 * Ready Flink jobs: {@link io.pawstream.jobs.LabelFiles} labels the rows of a file from the command
 * line.
 */
@NullMarked
package io.pawstream.jobs;

import org.jspecify.annotations.NullMarked;
