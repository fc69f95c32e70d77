package io.pawstream.compiler;

/**
 * How far a compilation is; told after every step. Immutable.
 *
 * @param epoch the current one, from 1
 * @param epochs how many there are at most
 * @param step steps done
 * @param steps how many there are at most
 * @param loss mean cross entropy of the step's answers, in nats per token
 * @param heldOutAccuracy of the last finished epoch, 0 to 1; NaN before there is one
 * @param secondsLeft estimate, if it does not end early
 */
public record CompileProgress(
    int epoch,
    int epochs,
    int step,
    int steps,
    double loss,
    double heldOutAccuracy,
    double secondsLeft) {}
