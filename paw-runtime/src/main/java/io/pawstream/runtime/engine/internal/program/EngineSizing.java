package io.pawstream.runtime.engine.internal.program;

/**
 * What an engine makes of its options on one interpreter and machine.
 *
 * @param lanes threads that run micro-batches side by side
 * @param threads of each lane
 * @param maxSequences most inputs in a micro-batch
 * @param batchTokens most tokens in a micro-batch of more than one input
 * @param window most positions of one input
 * @param cells tokens that a lane's memory holds, the prefix included
 */
public record EngineSizing(
    int lanes, int threads, int maxSequences, int batchTokens, int window, int cells) {}
