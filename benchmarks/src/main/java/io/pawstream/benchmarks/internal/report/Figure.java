package io.pawstream.benchmarks.internal.report;

/**
 * A number that follows from results, with what it means.
 *
 * @param key its name in files
 * @param label its name in tables
 * @param value in {@code unit}
 * @param unit such as {@code %} or {@code x}
 */
public record Figure(String key, String label, double value, String unit) {}
