/**
 * The Maven plugin: finds the annotated classes of a module, repeats the compile-time checks on
 * them, weaves them and proves that they are woven.
 *
 * <p>{@code Weaving#run} is the whole path. Around it: {@code ModuleOutput} is what Maven knows,
 * {@code AspectLibrary} the aspects to weave, {@code Ajc} the weaver, {@code Proof} the list of
 * methods that are not woven, {@code Stamp} the memory between two builds, {@code SourceLines}
 * finds where a message belongs, {@code Catalogue} is the report.
 */
@NullMarked
package io.cacheaside.maven;

import org.jspecify.annotations.NullMarked;
