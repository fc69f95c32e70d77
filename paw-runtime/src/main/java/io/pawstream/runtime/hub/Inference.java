package io.pawstream.runtime.hub;

/**
 * What the hub's own inference gave. Immutable; any thread.
 *
 * @param output never empty
 * @param tokens tokens generated; -1 where the hub did not say
 * @param latencyMillis time on the hub; -1 where it did not say
 */
public record Inference(String output, int tokens, double latencyMillis) {}
