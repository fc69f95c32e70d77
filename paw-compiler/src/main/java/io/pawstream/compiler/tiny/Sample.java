package io.pawstream.compiler.tiny;

/**
 * One generated case of a task. Immutable; any thread.
 *
 * @param task its name in the grammar
 * @param spec the description that the task is asked with
 * @param input the text
 * @param output the right answer
 */
record Sample(String task, String spec, String input, String output) {}
