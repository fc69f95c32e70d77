/**
 * How {@link io.pawstream.flink.Answered} crosses the network and lies in state: its own versioned
 * encoding, no generic serializer.
 */
@NullMarked
package io.pawstream.flink.typeinfo;

import org.jspecify.annotations.NullMarked;
