package io.cacheaside.benchmarks.contenders;

/**
 * What one measurement of one scenario gave.
 *
 * @param p50 ns of a call, the median
 * @param p99 ns
 * @param callsPerSecond of all threads together
 * @param bytesPerCall what all threads of the JVM allocated, the client's included
 */
public record Figures(double p50, double p99, double callsPerSecond, double bytesPerCall) {}
