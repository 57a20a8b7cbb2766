package io.cacheaside.store.redis.history;

import java.util.List;

/** What a cluster knows of one of its primaries, and of how it came to its slots. */
public interface Shard {
  /** How a primary came to the slots with which it was first seen. */
  enum Slots {
    /** It had them when the store was opened, so nobody depends on what it had before. */
    OWN,
    /** Others gave them away, each of which goes on serving slots: their keys moved with them. */
    MOVED,
    /** Somebody who had them has none any more: it may have failed, and this is what is left. */
    TAKEN
  }

  /** Returns how the primary came to its slots. */
  Slots slots();

  /** Returns the histories of the other primaries, and of those that are none any more. */
  List<ReplicationHistory> others();
}
