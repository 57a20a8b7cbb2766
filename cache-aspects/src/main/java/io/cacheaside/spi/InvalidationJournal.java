package io.cacheaside.spi;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transactional outbox for invalidations, normally a table in the database that the application
 * writes to. With it an invalidation survives the death of its JVM between the commit and the
 * delete: whoever finds the row delivers it.
 *
 * <p>Rows may be delivered more than once and in any order, which costs a reload at most. One
 * journal belongs to one application, that is, to one {@code app} name and one Redis; all its JVMs
 * share it. Implementations are threadsafe.
 */
public interface InvalidationJournal {

  /**
   * One invalidation. Two rows are equal if their ids are.
   *
   * @param id unique, at most 36 characters
   * @param target what is to be invalidated, up to 730 bytes in a stable form
   *     (docs/wire-format.md): to be kept and given back as it is. It may be confidential, and must
   *     not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(String id, byte[] target) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Row row && id.equals(row.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public String toString() {
      return id;
    }
  }

  /**
   * Writes rows within the application's transaction: they become visible with its commit, and
   * vanish with its rollback. Called when the annotated method has returned, on its thread, before
   * the invalidation is sent.
   *
   * @throws RuntimeException if it cannot, or anything else; then the call of the annotated method
   *     fails with it as the cause, so that the transaction around it rolls back
   */
  void record(List<Row> rows);

  /**
   * Returns committed rows that are not done, the oldest first. Called on a thread of the cache
   * outside any transaction; may block.
   *
   * @param max how many at most
   * @param minAge how old they are at least; younger ones are still being delivered by their writer
   */
  List<Row> pending(int max, Duration minAge);

  /**
   * Removes rows that were delivered; those that are gone already are no error. Called like {@link
   * #pending}.
   */
  void done(List<Row> rows);
}
