@NullMarked
package io.cacheaside.sample.demo;

import org.jspecify.annotations.NullMarked;
