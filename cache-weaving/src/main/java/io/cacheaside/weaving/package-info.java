/**
 * What class files say about weaving: which methods are annotated, and which of them carry the
 * advice. Nothing is loaded; a class file is enough, and nothing but Java is needed.
 *
 * <p>{@link io.cacheaside.weaving.ClassFileScan} is the door. The proof of weaving is exact for
 * each overload: ajc moves the body of {@code find(long)} to {@code find_aroundBody<N>} and puts
 * the advice into {@code find_aroundBody<N>$advice}, whose parameters are those of {@code find}
 * followed by the aspect.
 */
@NullMarked
package io.cacheaside.weaving;

import org.jspecify.annotations.NullMarked;
