package io.cacheaside.spi;

import java.time.Duration;
import java.util.List;

/**
 * A transactional outbox for invalidations, normally a table in the database that the application
 * writes to. With it an invalidation survives the death of its JVM between the commit and the
 * delete: whoever finds the row delivers it.
 *
 * <p>Entries may be delivered more than once and in any order, which costs a reload at most. One
 * journal belongs to one application, that is, to one {@code app} name and one Redis; all its JVMs
 * share it. Implementations are threadsafe.
 */
public interface InvalidationJournal {

  /**
   * One invalidation.
   *
   * @param id unique, at most 36 characters
   * @param key of an entry or, for the clearing of a region, of its generation. Its {@link
   *     Key#bytes} are a stable form (docs/wire-format.md), up to 720 bytes
   */
  record Entry(String id, Key key) {}

  /**
   * Writes entries within the application's transaction: they become visible with its commit, and
   * vanish with its rollback. Called when the annotated method has returned, on its thread, before
   * the invalidation is sent.
   *
   * @throws RuntimeException if it cannot, or anything else; then the call of the annotated method
   *     fails with it as the cause, so that the transaction around it rolls back
   */
  void record(List<Entry> entries);

  /**
   * Returns committed entries that are not done, the oldest first. Called on a thread of the cache
   * outside any transaction; may block.
   *
   * @param max how many at most
   * @param minAge how old they are at least; younger ones are still being delivered by their writer
   */
  List<Entry> pending(int max, Duration minAge);

  /**
   * Removes entries that were delivered; those that are gone already are no error. Called like
   * {@link #pending}.
   */
  void done(List<Entry> entries);
}
