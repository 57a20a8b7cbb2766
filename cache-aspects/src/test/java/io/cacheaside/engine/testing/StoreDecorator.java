package io.cacheaside.engine.testing;

import io.cacheaside.spi.ForwardingStore;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.List;

/** A real store with a step that a test changes. */
public class StoreDecorator extends ForwardingStore {
  public StoreDecorator(Store store) {
    super(store);
  }

  /** So that it is enough to change {@link #invalidate}. */
  @Override
  public List<Part> invalidateInParts(List<Key> keys, long settleMillis) {
    return List.of(new Part(keys, invalidate(keys, settleMillis)));
  }
}
