@NullMarked
package io.cacheaside.processor;

import org.jspecify.annotations.NullMarked;
