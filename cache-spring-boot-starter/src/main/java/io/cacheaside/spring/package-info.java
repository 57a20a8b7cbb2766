/**
 * The cache in a Spring Boot application: configured by its properties, connected to its Redis,
 * there before the first bean can call a cached method and closed after the last.
 */
@NullMarked
package io.cacheaside.spring;

import org.jspecify.annotations.NullMarked;
