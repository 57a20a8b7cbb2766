package io.cacheaside.transaction;

import io.cacheaside.spi.TransactionHook.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is bound to the thread for an owner. It stays bound while its transaction is hidden: by a
 * later one of the same manager, which takes the connection away, or of another, which does not.
 * Used by the transaction's thread; only its end may be on another. All that the end needs is made
 * beforehand: what fails there, Spring logs and forgets.
 */
final class SpringAttachment implements TransactionSynchronization {
  private final Object owner;
  private final Object state;
  private final Consumer<Outcome> whenEnded;

  /** Of the transaction that was hidden when this one began, if it has one. */
  private final @Nullable SpringAttachment outer;

  /**
   * What Spring had bound by then for transactions under way, except those of {@link #outer}: for
   * this one, and for those that are hidden without an attachment, whose end nobody tells.
   */
  private final List<Held> held;

  /** Waits for those whose end nobody tells; null if there is none. */
  private final UntoldEnds.@Nullable Awaited untold;

  private boolean hidden;
  private volatile boolean committing;
  private volatile boolean toldInPart;
  private volatile boolean told;
  private volatile boolean ended;

  private SpringAttachment(
      Object owner,
      Object state,
      Consumer<Outcome> whenEnded,
      boolean committing,
      @Nullable SpringAttachment outer) {
    this.owner = owner;
    this.state = state;
    this.whenEnded = whenEnded;
    this.committing = committing;
    this.outer = outer;
    this.held = new ArrayList<>(2);
    for (Map.Entry<Object, Object> bound :
        ActiveHolders.of(TransactionSynchronizationManager.getResourceMap())) {
      if (outer == null || !outer.holds(bound.getValue())) {
        held.add(new Held(bound));
      }
    }
    if (held.size() > 1) {
      held.forEach(Held::listen);
      this.untold =
          UntoldEnds.prepared(List.copyOf(held), owner, state, () -> tell(Outcome.UNKNOWN));
    } else {
      this.untold = null;
    }
  }

  /**
   * Attaches to the active transaction.
   *
   * @param committing whether it is about to commit or to roll back already
   */
  static void attach(Object owner, Object state, Consumer<Outcome> whenEnded, boolean committing) {
    SpringAttachment attachment =
        new SpringAttachment(owner, state, whenEnded, committing, last(owner));
    TransactionSynchronizationManager.registerSynchronization(attachment);
    attachment.bind();
  }

  /** Returns the last one of the calling thread; one that another thread has ended is none. */
  private static @Nullable SpringAttachment last(Object owner) {
    SpringAttachment last = (SpringAttachment) TransactionSynchronizationManager.getResource(owner);
    while (last != null && last.ended) {
      last = last.outer;
    }
    return last;
  }

  /** Returns what is attached to the active transaction, or null. */
  static @Nullable Object state(Object owner) {
    SpringAttachment last = last(owner);
    return last == null || last.hidden ? null : last.state;
  }

  /** Returns what is attached to those hidden by it whose connections are still there. */
  static List<Object> outerStates(Object owner) {
    SpringAttachment last = last(owner);
    SpringAttachment first = last == null || last.hidden ? last : last.outer;
    if (first == null && UntoldEnds.isEmpty()) {
      return List.of();
    }
    List<Object> states =
        UntoldEnds.states(
            owner,
            ActiveHolders.of(TransactionSynchronizationManager.getResourceMap()).stream()
                .map(Map.Entry::getValue)
                .toList());
    for (SpringAttachment each = first; each != null; each = each.outer) {
      if (each.isInUse()) {
        states.add(each.state);
      }
    }
    return states;
  }

  private boolean holds(Object holder) {
    return held.stream().anyMatch(mine -> mine.isOf(holder))
        || (outer != null && outer.holds(holder));
  }

  /** Whether the thread may still read and write in its transaction. */
  private boolean isInUse() {
    return !ended && (held.isEmpty() || held.stream().anyMatch(SpringAttachment::isBound));
  }

  private static boolean isBound(Held mine) {
    return mine.isOf(TransactionSynchronizationManager.getResource(mine.key()))
        && mine.mayBeActive();
  }

  private void bind() {
    TransactionSynchronizationManager.unbindResourceIfPossible(owner);
    TransactionSynchronizationManager.bindResource(owner, this);
  }

  /** First, so that others who read in their callbacks do not find what is invalid. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void suspend() {
    hidden = true;
  }

  @Override
  public void resume() {
    hidden = false;
    bind();
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    committing = true;
  }

  @Override
  public void afterCommit() {
    if (untold == null) {
      tell(Outcome.COMMITTED);
    } else {
      tellInPart();
    }
  }

  @Override
  public void afterCompletion(int status) {
    ended = true;
    try {
      unbind();
    } finally {
      if (untold == null) {
        tell(outcome(status));
      } else {
        tellInPart();
        awaitOthers(untold);
      }
    }
  }

  private void unbind() {
    if (TransactionSynchronizationManager.getResource(owner) != this) {
      return; // another thread, which may be in a transaction of its own
    }
    TransactionSynchronizationManager.unbindResource(owner);
    if (outer != null && !outer.ended) {
      outer.bind();
    }
  }

  private void awaitOthers(UntoldEnds.Awaited others) {
    try {
      UntoldEnds.await(others);
    } catch (Throwable e) {
      tell(Outcome.UNKNOWN);
    }
  }

  private Outcome outcome(int status) {
    return switch (status) {
      case STATUS_COMMITTED -> Outcome.COMMITTED;
      // Managers roll back after a commit that failed, and say so, whatever the commit did.
      case STATUS_ROLLED_BACK -> committing ? Outcome.UNKNOWN : Outcome.ROLLED_BACK;
      default -> Outcome.UNKNOWN;
    };
  }

  private void tellInPart() {
    if (!toldInPart) {
      toldInPart = true;
      whenEnded.accept(Outcome.PARTIAL);
    }
  }

  private void tell(Outcome outcome) {
    if (!told) {
      told = true;
      whenEnded.accept(outcome);
    }
  }
}
