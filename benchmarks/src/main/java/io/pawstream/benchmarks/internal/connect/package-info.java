/** Kafka Connect: a worker in this process, and connectors that only count. */
@NullMarked
package io.pawstream.benchmarks.internal.connect;

import org.jspecify.annotations.NullMarked;
