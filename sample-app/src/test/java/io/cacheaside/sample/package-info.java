@NullMarked
package io.cacheaside.sample;

import org.jspecify.annotations.NullMarked;
