/**
 * The listener that guards test runs. It has a jar of its own, which {@code cache-aspects} brings
 * along: on a module path, a named module cannot offer a service of JUnit, which lies on the class
 * path.
 */
@NullMarked
package io.cacheaside.junit;

import org.jspecify.annotations.NullMarked;
