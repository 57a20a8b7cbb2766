/** Spring Cache over Spring Data Redis, as a contender. */
@NullMarked
package io.cacheaside.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
