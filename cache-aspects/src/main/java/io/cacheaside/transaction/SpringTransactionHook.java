package io.cacheaside.transaction;

import io.cacheaside.spi.TransactionHook;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions of Spring's transaction managers that run on the calling thread, however they
 * were begun: {@code @Transactional} by proxy or woven, {@code TransactionTemplate}, or the manager
 * itself. A runtime finds it by itself where spring-tx is on the class path.
 *
 * <ul>
 *   <li>{@code REQUIRES_NEW}: each transaction has its own invalidations; those of the suspended
 *       one wait for its own end.
 *   <li>{@code NESTED}: a rollback to the savepoint keeps the invalidations until the end of the
 *       whole transaction; one too many costs a reload.
 *   <li>{@code SUPPORTS} without a transaction is no transaction.
 *   <li>A transaction manager that does not support synchronization ({@code SYNCHRONIZATION_NEVER})
 *       cannot be waited for, nor can reactive transactions: there, invalidations are sent when the
 *       method has ended.
 * </ul>
 *
 * <p>Other callbacks after the commit come later than the invalidation, unless they were registered
 * earlier and have the highest precedence too. Threadsafe.
 */
public final class SpringTransactionHook implements TransactionHook {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final String OR_BEFORE = ", or call the method before the transaction begins";

  private static final Doubt UNTOLD =
      new Doubt(
          "a transaction that tells nobody of its end, as its manager has"
              + " transactionSynchronization = SYNCHRONIZATION_NEVER, and so may see what it has"
              + " written itself, or what was before the last commit",
          "Leave the manager at SYNCHRONIZATION_ALWAYS, its default" + OR_BEFORE);

  private static final Doubt ENDING =
      new Doubt(
          "a callback after the end of a transaction, whose connection is still there and may"
              + " have an old snapshot",
          "Call the method after the transaction, outside of its callbacks");

  private final BoundConnections connections = new BoundConnections(System::nanoTime);

  /** Creates the hook. */
  public SpringTransactionHook() {}

  /** Not during callbacks after the completion: nobody could be registered for it any more. */
  @Override
  public boolean isActive() {
    return TransactionSynchronizationManager.isActualTransactionActive()
        && TransactionSynchronizationManager.isSynchronizationActive();
  }

  @Override
  public Isolation isolation() {
    Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
    if (level != null && level != TransactionDefinition.ISOLATION_READ_COMMITTED) {
      return Isolation.OTHER;
    }
    if (isBesideAnother()) {
      return Isolation.OTHER; // whatever is said of this one
    }
    return level == null ? Isolation.DEFAULT : Isolation.READ_COMMITTED;
  }

  /**
   * Whether transactions of several managers are under way: what is loaded may come from the
   * connection of any of them, and Spring tells of the last only.
   */
  private static boolean isBesideAnother() {
    return ActiveHolders.of(TransactionSynchronizationManager.getResourceMap()).size() > 1;
  }

  /**
   * {@inheritDoc} It is proven of a read-only transaction, if each connection that Spring has bound
   * to the thread is READ_COMMITTED, in H2, PostgreSQL or MariaDB; or is the handle of a {@code
   * LazyConnectionDataSourceProxy} that has fetched none yet. The connection is asked for its
   * isolation.
   */
  @Override
  public @Nullable Doubt doubt() {
    if (isBesideAnother()) {
      return new Doubt(
          "the transaction "
              + name()
              + ", beside which one of another transaction manager is under way, and so may read"
              + " from that one's connection what it has written, or what was before the last"
              + " commit",
          "Call the method before these transactions begin, or suspend the outer one meanwhile"
              + " (@Transactional(propagation = Propagation.NOT_SUPPORTED) with its transaction"
              + " manager)");
    }
    Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
    if (!TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      return new Doubt(
          "the transaction "
              + name()
              + ", which is not read-only"
              + (level == null ? "" : " and has the isolation " + BoundConnections.nameOf(level))
              + ", and so may see what it has written itself",
          level == null
              ? "Write @Transactional(readOnly = true) there if it only reads"
                  + OR_BEFORE
                  + ", or set transaction-isolation = read-committed if that is the default of the"
                  + " data source and the method is never called for what the transaction has"
                  + " written"
              : "Write @Transactional(readOnly = true, isolation = Isolation.READ_COMMITTED) there"
                  + " if it only reads"
                  + OR_BEFORE);
    }
    if (level != null && level == TransactionDefinition.ISOLATION_READ_UNCOMMITTED) {
      return aboutIsolation("has the isolation READ_UNCOMMITTED (its annotation says so)");
    }
    BoundConnections.Finding finding =
        connections.against(TransactionSynchronizationManager.getResourceMap(), level == null);
    if (finding == null) {
      return null;
    }
    return finding.isIsolation()
        ? aboutIsolation(finding.text())
        : new Doubt(
            readOnly(finding.text()),
            "Set transaction-isolation = read-committed if each statement of such transactions"
                + " sees the newest commit"
                + OR_BEFORE);
  }

  @Override
  public @Nullable Doubt replicaDoubt(boolean mayAsk) {
    boolean readOnly = TransactionSynchronizationManager.isCurrentTransactionReadOnly();
    String replica =
        BoundConnections.replica(
            TransactionSynchronizationManager.getResourceMap(), mayAsk && readOnly);
    return replica == null
        ? null
        : new Doubt(
            "the transaction "
                + name()
                + ", whose "
                + replica
                + ", and so may see what was before an invalidation",
            "Let the method load from the primary, or set region.<name>.settle to more than the"
                + " replica lags behind");
  }

  private static Doubt aboutIsolation(String finding) {
    return new Doubt(
        readOnly(finding) + ", and so may see what was before the last commit",
        "Write @Transactional(readOnly = true, isolation = Isolation.READ_COMMITTED) there, or make"
            + " it the default of the data source"
            + " (spring.datasource.hikari.transaction-isolation = TRANSACTION_READ_COMMITTED), or"
            + " wrap the data source in a LazyConnectionDataSourceProxy if the method is the"
            + " first to read in the transaction"
            + OR_BEFORE);
  }

  private static String readOnly(String finding) {
    return "the read-only transaction " + name() + ", which " + finding;
  }

  private static String name() {
    String name = TransactionSynchronizationManager.getCurrentTransactionName();
    return name == null ? "without a name" : name;
  }

  /**
   * Where an ORM's persistence context is bound to the thread that holds something already, or the
   * connection of a transaction of which Spring tells nothing.
   */
  @Override
  public @Nullable Doubt threadDoubt() {
    Map<Object, Object> resources = TransactionSynchronizationManager.getResourceMap();
    if (resources.isEmpty()) {
      return null;
    }
    if (!isActive() && !ActiveHolders.of(resources).isEmpty()) {
      return TransactionSynchronizationManager.isActualTransactionActive() ? ENDING : UNTOLD;
    }
    return PersistenceContexts.doubt(
        resources, TransactionSynchronizationManager.isActualTransactionActive() ? name() : null);
  }

  @Override
  public @Nullable Object state(Object owner) {
    return SpringAttachment.state(owner);
  }

  @Override
  public List<Object> outerStates(Object owner) {
    return SpringAttachment.outerStates(owner);
  }

  @Override
  public void attach(Object owner, Object state, Consumer<Outcome> whenEnded) {
    SpringAttachment.attach(owner, state, whenEnded, isEnding());
  }

  /**
   * Returns whether this is called by a callback before the completion. Who registers there is not
   * called before the commit any more, and would take a commit whose answer is lost for a rollback.
   */
  private static boolean isEnding() {
    return !TransactionSynchronizationManager.getSynchronizations().isEmpty()
        && STACK.walk(frames -> frames.anyMatch(SpringTransactionHook::isCallbackBeforeEnd));
  }

  private static boolean isCallbackBeforeEnd(StackFrame frame) {
    String method = frame.getMethodName();
    return (method.equals("beforeCommit") || method.equals("beforeCompletion"))
        && TransactionSynchronization.class.isAssignableFrom(frame.getDeclaringClass());
  }
}
