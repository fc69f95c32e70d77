/**
 * A program in an engine, whatever computes: prompts as tokens, labels as a trie, the walks to an
 * answer, and {@link io.pawstream.runtime.engine.internal.program.LaneEngine}, the engine around
 * them.
 */
@NullMarked
package io.pawstream.runtime.engine.internal.program;

import org.jspecify.annotations.NullMarked;
