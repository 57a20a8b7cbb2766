/**
 * Annotations, compiled once for each method into immutable plans: how its key is made, what its
 * entries look like, what it invalidates.
 */
@NullMarked
package io.cacheaside.engine.plan;

import org.jspecify.annotations.NullMarked;
