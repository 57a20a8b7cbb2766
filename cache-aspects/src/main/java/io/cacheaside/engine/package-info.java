/**
 * What woven code touches of the engine: a call's load, the body of a method, and what an engine is
 * made with. The engine itself is in the packages below, each of which uses only those that stand
 * before it: support, region, plan, flight, recovery, transaction, read, write, entry.
 */
@NullMarked
package io.cacheaside.engine;

import org.jspecify.annotations.NullMarked;
