/**
 * What is woven into annotated methods. The advice bodies are copied into the users' classes, so
 * every member they touch is binary API: {@link io.cacheaside.aspect.Advised} and the public
 * methods of {@link io.cacheaside.engine.Load}, and nothing else. Their names and signatures never
 * change.
 *
 * <p>The advices exist once for each number of parameters, because binding the arguments one by one
 * costs nothing, while asking AspectJ's join point for them allocates. They contain no string
 * concatenation, lambda or method reference: an {@code invokedynamic} would keep the weaver from
 * inlining them.
 */
@NullMarked
package io.cacheaside.aspect;

import org.jspecify.annotations.NullMarked;
