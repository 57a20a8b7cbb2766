/**
 * The checks of annotations at compile time: an annotation processor for javac, and the same checks
 * run over class files for builds in which the processor is off.
 */
@NullMarked
package io.cacheaside.processor;

import org.jspecify.annotations.NullMarked;
