/**
 * What is woven into annotated methods. The advice bodies are copied into the users' classes, so
 * every member they touch is binary API: {@link io.cacheaside.aspect.Advised} and the public
 * members of {@link io.cacheaside.engine.Load}. Where advice is not inlined, woven classes call the
 * aspects themselves, whose methods AspectJ names after the position and the pointcut of each
 * advice. A class that was woven by one release runs with all later ones, so no name and no
 * signature of these four types ever changes; the file {@code advice-abi.txt} of the tests lists
 * them. What a release adds, a later release may not take away either.
 *
 * <p>Woven code asks ({@code read}), runs the body with the arguments that the load says, and tells
 * the load the outcome; what the load returns then is what the call returns. So it is with the end
 * of a write. A body can also be run apart from a call, through what the weaver has put into the
 * class: see {@link io.cacheaside.aspect.WovenBody}.
 *
 * <p>The advices exist once for each number of parameters, with and without a receiver, because
 * binding these one by one costs nothing, while asking AspectJ's join point for them allocates.
 * They contain no string concatenation, lambda or method reference: an {@code invokedynamic} would
 * keep the weaver from inlining them.
 */
@NullMarked
package io.cacheaside.aspect;

import org.jspecify.annotations.NullMarked;
