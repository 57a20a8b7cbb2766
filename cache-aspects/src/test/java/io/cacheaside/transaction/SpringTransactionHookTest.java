package io.cacheaside.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.TransactionHook.Outcome;
import io.cacheaside.testing.Await;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the hook tells where the end of a transaction goes wrong, or is on another thread. */
class SpringTransactionHookTest {
  private final SpringTransactionHook hook = new SpringTransactionHook();
  private final List<Outcome> told = new CopyOnWriteArrayList<>();
  private final TransactionTemplate outer = template();
  private final TransactionTemplate inner = template();

  private static TransactionTemplate template() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    return new TransactionTemplate(new JdbcTransactionManager(database));
  }

  /** For whom something is attached; it is looked up in maps. */
  private static final class Owner {
    private boolean failing;

    @Override
    public int hashCode() {
      if (failing) {
        throw new OutOfMemoryError("scripted");
      }
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  private void unbind(Owner owner) {
    owner.failing = false;
    TransactionSynchronizationManager.unbindResourceIfPossible(owner);
  }

  @Test
  void endWithoutMemory_isToldAllTheSame() {
    Owner owner = new Owner();
    inner.executeWithoutResult(
        status -> {
          hook.attach(owner, "state", told::add);
          owner.failing = true;
          status.setRollbackOnly();
        });
    unbind(owner);
    assertThat(told).containsExactly(Outcome.ROLLED_BACK);
  }

  @Test
  void endBesideAnUnknownOuter_withoutMemory_isToldAllTheSame() {
    Owner owner = new Owner();
    outer.executeWithoutResult(
        outerStatus ->
            inner.executeWithoutResult(
                status -> {
                  hook.attach(owner, "state", told::add);
                  owner.failing = true;
                }));
    unbind(owner);
    Await.until("the end of both", () -> told.contains(Outcome.UNKNOWN));
  }

  @Test
  void endOnAnotherThread_leavesAloneWhatThatOneHasBound() throws Exception {
    Owner owner = new Owner();
    TransactionSynchronizationManager.initSynchronization();
    hook.attach(owner, "its own", told::add);
    List<TransactionSynchronization> here = TransactionSynchronizationManager.getSynchronizations();
    Thread thread =
        new Thread(
            () -> {
              TransactionSynchronizationManager.initSynchronization();
              hook.attach(owner, "another", told::add);
              for (TransactionSynchronization each : here) {
                each.afterCompletion(TransactionSynchronization.STATUS_COMMITTED);
              }
              if ("another".equals(hook.state(owner))) {
                told.add(Outcome.UNKNOWN);
              }
            });
    thread.start();
    thread.join();
    TransactionSynchronizationManager.clearSynchronization();
    assertThat(hook.state(owner)).as("of a transaction that has ended").isNull();
    unbind(owner);
    assertThat(told).containsExactly(Outcome.COMMITTED, Outcome.UNKNOWN);
  }
}
