package io.cacheaside.weaving;

import io.cacheaside.engine.BadEngineType;
import org.jspecify.annotations.Nullable;

/** Breaks the rules of the architecture, to show that they can be broken. Never used. */
public final class BadListener {
  @Nullable BadEngineType engine;
}
