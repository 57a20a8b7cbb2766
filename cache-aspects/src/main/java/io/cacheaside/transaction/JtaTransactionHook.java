package io.cacheaside.transaction;

import io.cacheaside.spi.TransactionHook;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a JTA transaction manager (Jakarta Transactions 2.0). The application gives
 * it to the configuration; in a container the registry is found in JNDI as {@code
 * java:comp/TransactionSynchronizationRegistry}.
 *
 * <p>Invalidations are sent by an interposed synchronization, on the thread that ends the
 * transaction. JTA does not say how isolated a transaction is, so the configuration has to.
 * Threadsafe.
 *
 * <p>On the module path the JVM needs {@code --add-reads
 * io.cacheaside.aspects=jakarta.transaction}.
 */
public final class JtaTransactionHook implements TransactionHook {
  private final TransactionSynchronizationRegistry registry;

  /** Creates the hook for the transactions that the registry knows. */
  public JtaTransactionHook(TransactionSynchronizationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public boolean isActive() {
    return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }

  @Override
  public Isolation isolation() {
    return Isolation.DEFAULT;
  }

  @Override
  public Doubt doubt() {
    return new Doubt(
        "a JTA transaction, whose isolation is not known",
        "Call the method before the transaction begins, or set transaction-isolation ="
            + " read-committed if each statement of such transactions sees the newest commit");
  }

  @Override
  public @Nullable Object state(Object owner) {
    return isActive() ? registry.getResource(owner) : null;
  }

  @Override
  public void attach(Object owner, Object state, Consumer<Outcome> whenEnded) {
    int status = registry.getTransactionStatus();
    switch (status) {
      case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> {
        // Registering is refused, and there is nothing to wait for.
        registry.putResource(owner, state);
        whenEnded.accept(Outcome.ROLLED_BACK);
      }
      case Status.STATUS_COMMITTED, Status.STATUS_UNKNOWN -> {
        registry.putResource(owner, state);
        whenEnded.accept(outcome(status));
      }
      default -> {
        registry.registerInterposedSynchronization(new Attachment(whenEnded));
        registry.putResource(owner, state);
      }
    }
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case Status.STATUS_COMMITTED -> Outcome.COMMITTED;
      case Status.STATUS_ROLLEDBACK -> Outcome.ROLLED_BACK;
      default -> Outcome.UNKNOWN;
    };
  }

  private static final class Attachment implements Synchronization {
    private final Consumer<Outcome> whenEnded;
    private volatile boolean committing;

    Attachment(Consumer<Outcome> whenEnded) {
      this.whenEnded = whenEnded;
    }

    /** Not called before a rollback that somebody asked for. */
    @Override
    public void beforeCompletion() {
      committing = true;
    }

    /** A commit that failed may have reached the database, whatever was concluded from that. */
    @Override
    public void afterCompletion(int status) {
      Outcome told = outcome(status);
      whenEnded.accept(committing && told == Outcome.ROLLED_BACK ? Outcome.UNKNOWN : told);
    }
  }
}
