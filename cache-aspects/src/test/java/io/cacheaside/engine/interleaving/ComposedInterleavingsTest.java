package io.cacheaside.engine.interleaving;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The same interleavings, with reads in which no thread waits. */
@Tag("heavy")
class ComposedInterleavingsTest extends InterleavingsTest {
  @Override
  CacheUnderTest newCache(Duration settle) {
    return new LeasedCache(uri(), id, settle, true);
  }
}
