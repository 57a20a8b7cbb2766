package io.cacheaside.benchmarks;

import java.util.List;

/**
 * A part of the table: rows that are compared with each other.
 *
 * @param word by which it is selected
 * @param title what stands above it
 * @param headline the figure whose spread over the rounds is shown
 * @param rows its lines
 */
record Section(String word, String title, Metric headline, List<Row> rows) {}
