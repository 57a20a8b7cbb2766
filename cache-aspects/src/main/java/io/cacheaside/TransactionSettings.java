package io.cacheaside;

import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.transaction.DetectedHooks;
import io.cacheaside.transaction.InvalidationScope;
import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration says about transactions.
 *
 * @param hooks those that are named in it
 * @param spring whether Spring's are looked for
 * @param isolation of those that name none
 */
record TransactionSettings(
    List<TransactionHook> hooks, boolean spring, TransactionIsolation isolation) {

  static final TransactionSettings DEFAULTS =
      new TransactionSettings(List.of(), true, TransactionIsolation.UNKNOWN);

  TransactionSettings withHook(TransactionHook hook) {
    List<TransactionHook> more = new ArrayList<>(hooks);
    more.add(hook);
    return new TransactionSettings(List.copyOf(more), spring, isolation);
  }

  TransactionSettings withSpring(boolean wait) {
    return new TransactionSettings(hooks, wait, isolation);
  }

  TransactionSettings withIsolation(TransactionIsolation known) {
    return new TransactionSettings(hooks, spring, known);
  }

  /** Returns the transactions that are there: scopes always, Spring's where its library is. */
  TransactionOptions options() {
    List<TransactionHook> all = new ArrayList<>();
    all.add(InvalidationScope.hook());
    TransactionHook detected = spring ? DetectedHooks.spring() : null;
    if (detected != null) {
      all.add(detected);
    }
    all.addAll(hooks);
    return new TransactionOptions(all, isolation == TransactionIsolation.READ_COMMITTED);
  }
}
