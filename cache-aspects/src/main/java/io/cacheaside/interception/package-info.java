/**
 * The cache around methods that nobody can weave: those of interfaces, which have no body, and
 * those of beans that a transaction is begun around. Each call does what woven code does.
 */
@NullMarked
package io.cacheaside.interception;

import org.jspecify.annotations.NullMarked;
