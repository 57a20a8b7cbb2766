@NullMarked
package io.cacheaside.store.redis;

import org.jspecify.annotations.NullMarked;
