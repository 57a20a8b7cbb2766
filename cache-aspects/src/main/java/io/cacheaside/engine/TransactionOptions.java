package io.cacheaside.engine;

import io.cacheaside.spi.TransactionHook;
import java.util.List;

/**
 * The transactions that an engine waits for.
 *
 * @param hooks one for each kind; a call may be in transactions of several kinds
 * @param readCommitted whether transactions that name no isolation are known to be READ_COMMITTED
 */
public record TransactionOptions(List<TransactionHook> hooks, boolean readCommitted) {

  /** No transactions are known. */
  public static final TransactionOptions NONE = new TransactionOptions(List.of(), false);

  /** Keeps a copy of the hooks. */
  public TransactionOptions {
    hooks = List.copyOf(hooks);
  }
}
