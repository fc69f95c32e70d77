/**
 * Ready Flink jobs: {@link io.pawstream.jobs.LabelFiles} labels the rows of a file, {@link
 * io.pawstream.jobs.LabelTopic} the records of Kafka topics, from the command line.
 */
@NullMarked
package io.pawstream.jobs;

import org.jspecify.annotations.NullMarked;
