/** The Flink job that labels topics: Kafka to Kafka, each record to exactly one topic. */
@NullMarked
package io.pawstream.jobs.internal.topic;

import org.jspecify.annotations.NullMarked;
