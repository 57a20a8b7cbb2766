/** A recipe for OpenRewrite that turns the annotations of Spring Cache into ours. */
@NullMarked
package io.cacheaside.rewrite;

import org.jspecify.annotations.NullMarked;
