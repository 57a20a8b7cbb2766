package io.cacheaside.transaction;

import io.cacheaside.background.StackRoom;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.spi.TransactionHook.Outcome;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of code that commits by itself, such as plain JDBC: what is invalidated in the
 * scope is invalidated when the scope is told of the commit.
 *
 * <pre>{@code
 * try (InvalidationScope scope = InvalidationScope.begin()) {
 *   accounts.withdraw(from, amount);
 *   accounts.deposit(to, amount);
 *   connection.commit();
 *   scope.committed();
 * }
 * }</pre>
 *
 * <p>Nothing is invalidated after {@link #rolledBack}. A scope that is closed without having been
 * told anything invalidates: whether the transaction committed is unknown then, above all after an
 * exception of the commit itself.
 *
 * <p>A scope that begins within another joins it: invalidations wait for the outermost one. That
 * rolled back drops them only if no inner scope says anything else.
 *
 * <p>A scope belongs to the thread that began it and ends with its transaction: begin one scope for
 * each. It works with every runtime, and does nothing without one.
 */
public final class InvalidationScope implements AutoCloseable {
  private static final ThreadLocal<@Nullable InvalidationScope> CURRENT = new ThreadLocal<>();
  private static final TransactionHook HOOK = new Hook();

  private final Thread thread = Thread.currentThread();
  private final @Nullable InvalidationScope outer;
  private final IdentityHashMap<Object, Attachment> attachments = new IdentityHashMap<>();
  private @Nullable Outcome outcome;
  private boolean contradicted;
  private boolean closed;

  private record Attachment(Object state, Consumer<Outcome> whenEnded) {}

  private InvalidationScope(@Nullable InvalidationScope outer) {
    this.outer = outer;
  }

  /**
   * Begins a scope on the calling thread.
   *
   * @throws IllegalStateException if the thread has a scope whose transaction has ended, and that
   *     is not closed
   */
  public static InvalidationScope begin() {
    InvalidationScope outer = CURRENT.get();
    if (outer != null && outer.outcome != null) {
      throw new IllegalStateException(
          "InvalidationScope.begin() in a scope that has been told that its transaction "
              + outer.ending()
              + "; close that scope first");
    }
    InvalidationScope scope = new InvalidationScope(outer);
    CURRENT.set(scope);
    return scope;
  }

  /**
   * Returns the hook by which runtimes learn of scopes; every runtime has it without being told.
   */
  public static TransactionHook hook() {
    return HOOK;
  }

  /**
   * Says that the transaction has committed. In the outermost scope the invalidations are sent now;
   * none of their failures is thrown.
   *
   * @throws IllegalStateException if the scope has been told its outcome, or is closed, or belongs
   *     to another thread, or a scope within it is open
   */
  public void committed() {
    end("committed()", Outcome.COMMITTED);
  }

  /**
   * Says that the transaction has rolled back: what was invalidated in the scope stays cached.
   *
   * @throws IllegalStateException as {@link #committed} does
   */
  public void rolledBack() {
    end("rolledBack()", Outcome.ROLLED_BACK);
  }

  /**
   * Ends the scope; invalidates if it was not told its outcome. Closing twice is harmless.
   *
   * @throws IllegalStateException if the scope belongs to another thread; or if a scope within it
   *     is open, which is then closed too
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    checkThread("close()");
    boolean innermost = CURRENT.get() == this;
    try {
      for (InvalidationScope inner = CURRENT.get(); inner != null && inner != this; ) {
        InvalidationScope next = inner.outer;
        inner.leave();
        inner = next;
      }
    } finally {
      leave(); // also if an inner one threw: the thread must not keep scopes that have ended
    }
    if (!innermost) {
      throw new IllegalStateException(
          "InvalidationScope.close() while a scope within it is open; the inner scope was closed"
              + " too: begin scopes in try-with-resources, so that they end in order");
    }
  }

  private void leave() {
    closed = true;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    if (outcome == null) {
      settle(Outcome.UNKNOWN);
    }
  }

  private void end(String call, Outcome told) {
    StackRoom.require(); // where nothing has ended yet, and close() can still do it
    checkThread(call);
    if (closed) {
      throw new IllegalStateException(
          "InvalidationScope." + call + " after close(); call it inside the try block");
    }
    if (outcome != null) {
      throw new IllegalStateException(
          "InvalidationScope."
              + call
              + " but the scope has been told that its transaction "
              + ending()
              + "; begin one scope for each transaction");
    }
    if (CURRENT.get() != this) {
      throw new IllegalStateException(
          "InvalidationScope."
              + call
              + " while a scope within it is open; close the inner scope first");
    }
    settle(told);
  }

  private String ending() {
    return outcome == Outcome.COMMITTED ? "committed" : "rolled back";
  }

  private void checkThread(String call) {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "InvalidationScope."
              + call
              + " on the thread "
              + Thread.currentThread().getName()
              + ", but "
              + thread.getName()
              + " began the scope; a scope is for one thread, end it there");
    }
  }

  private void settle(Outcome told) {
    outcome = told;
    if (outer != null) {
      outer.contradicted |= told != Outcome.ROLLED_BACK || contradicted;
      return;
    }
    Outcome judged = told == Outcome.ROLLED_BACK && contradicted ? Outcome.UNKNOWN : told;
    Throwable failure = null;
    for (Attachment attachment : attachments.values()) {
      try {
        attachment.whenEnded().accept(judged);
      } catch (Throwable e) {
        failure = e; // of one; the others have to learn it all the same
      }
    }
    attachments.clear();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private static @Nullable InvalidationScope outermostOpen() {
    InvalidationScope outermost = null;
    for (InvalidationScope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      outermost = scope;
    }
    return outermost == null || outermost.outcome != null ? null : outermost;
  }

  /** Sees the outermost scope of the thread, until it is told its outcome. */
  private static final class Hook implements TransactionHook {
    @Override
    public boolean isActive() {
      return outermostOpen() != null;
    }

    @Override
    public Isolation isolation() {
      return Isolation.DEFAULT;
    }

    @Override
    public Doubt doubt() {
      return new Doubt(
          "an InvalidationScope, whose transaction has an unknown isolation",
          "Call the method before the scope begins, or set transaction-isolation = read-committed"
              + " if each statement of such transactions sees the newest commit");
    }

    @Override
    public @Nullable Object state(Object owner) {
      InvalidationScope scope = outermostOpen();
      Attachment attachment = scope == null ? null : scope.attachments.get(owner);
      return attachment == null ? null : attachment.state();
    }

    @Override
    public void attach(Object owner, Object state, Consumer<Outcome> whenEnded) {
      InvalidationScope scope = outermostOpen();
      if (scope == null) {
        throw new IllegalStateException("there is no InvalidationScope on this thread");
      }
      scope.attachments.put(owner, new Attachment(state, whenEnded));
    }
  }
}
