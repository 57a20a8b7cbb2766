/**
 * What a hit costs, beside the same hit written by hand. {@link
 * io.cacheaside.benchmarks.Benchmarks} measures and reports; README.md says how to read the report.
 */
@NullMarked
package io.cacheaside.benchmarks;

import org.jspecify.annotations.NullMarked;
