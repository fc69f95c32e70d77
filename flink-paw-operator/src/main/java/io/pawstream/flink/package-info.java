/**
 * Programs on every record of a Flink stream: {@link io.pawstream.flink.PawStreams} is the main
 * entry point, {@link io.pawstream.flink.Answered} is what comes out.
 */
@NullMarked
package io.pawstream.flink;

import org.jspecify.annotations.NullMarked;
