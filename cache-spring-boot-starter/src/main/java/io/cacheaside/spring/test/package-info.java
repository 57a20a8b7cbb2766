/** What tests of applications need; used by Spring's test framework, where that is there. */
@NullMarked
package io.cacheaside.spring.test;

import org.jspecify.annotations.NullMarked;
