/**
 * Programs on text, in process: {@link io.pawstream.runtime.Paw} is the main entry point. Knows
 * neither Flink nor Kafka.
 */
@NullMarked
package io.pawstream.runtime;

import org.jspecify.annotations.NullMarked;
