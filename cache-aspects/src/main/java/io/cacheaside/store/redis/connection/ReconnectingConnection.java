package io.cacheaside.store.redis.connection;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps one connection to the server alive: when it ends, or cannot be made, a new one is tried
 * after a short random pause, or after a second if the server is there and refuses us.
 *
 * <p>What goes wrong is logged when it changes, not at each attempt, and a few times in a minute at
 * most.
 */
public final class ReconnectingConnection implements Connection.Owner {
  private static final Logger LOG = StoreLogger.LOG;
  private static final long REFUSED_PAUSE_MILLIS = 1_000;

  /**
   * Longer than all steps of an attempt, each of which has a limit of its own; but a JVM that stood
   * still, or a cold one, may need more. So two attempts may be under way: the first to connect is
   * the one that counts, and its owner never sees the other.
   */
  private static final long ATTEMPT_MILLIS = 15_000;

  /**
   * What the owner does when the connection changes. He deals with one at a time: from {@link
   * #prepare} to the return of {@link #ended} no other is shown to him.
   */
  public interface Owner {
    /** Returns where to connect to, asked before each attempt. */
    CompletionStage<RedisAddress> locate();

    /** Makes a new connection ready; it is published when the future completes. */
    default CompletionStage<?> prepare(Connection connection) {
      return CompletableFuture.completedStage(null);
    }

    /** A connection is about to be published. */
    default void connected(Connection connection) {}

    /**
     * A connection, published or not, has ended; its calls are about to fail. Of one that was given
     * up he may be told twice, by two threads.
     */
    default void ended(Connection connection) {}

    /** See {@link Connection.Owner#answered}. */
    default boolean answered(Call<?, ?> call, String error) {
      return false;
    }
  }

  private final Client client;
  private final String place;
  private final String name;
  private final String withoutIt;
  private final BooleanSupplier wanted;
  private final Pauses pauses;
  private final Owner owner;
  private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();

  /** The connection that the owner deals with, published or not: a claim, given back at its end. */
  private final AtomicReference<@Nullable Connection> owned = new AtomicReference<>();

  private volatile @Nullable String lastError;

  /** The error that the log has, or null if it has none since there was a connection. */
  private volatile @Nullable String told;

  private final CompletableFuture<@Nullable Void> first = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> firstAttempt = new CompletableFuture<>();
  private final BackgroundTask attempt;

  /** Looks whether an attempt that should have ended long ago was lost on its way. */
  private final BackgroundTask overdue;

  private volatile long attemptNanos;
  private volatile boolean refused;
  private volatile boolean closed;

  /**
   * @param place what the log calls the server
   * @param name of the connection, for the server and the log
   * @param withoutIt what happens without the connection, for the log
   * @param wanted whether it makes sense to connect now; else it is asked again later
   */
  public ReconnectingConnection(
      Client client,
      String place,
      String name,
      String withoutIt,
      BooleanSupplier wanted,
      Owner owner) {
    this.client = client;
    this.place = place;
    this.name = name;
    this.withoutIt = withoutIt;
    this.wanted = wanted;
    this.pauses = client.pauses();
    this.owner = owner;
    String what = "connecting to " + place + " (" + name + ")";
    this.attempt = client.task(what, this::connect);
    this.overdue = client.task("the look after " + what, this::lookAfter);
  }

  /** Starts to connect in the background. */
  public void start() {
    attempt.schedule(0);
  }

  /** Returns the connection in use, or null while there is none. */
  public @Nullable Connection connection() {
    return connection.get();
  }

  /** Returns a future that completes when a connection was published for the first time. */
  public CompletableFuture<@Nullable Void> first() {
    return first.copy();
  }

  /** Returns a future that completes when the first attempt to connect has succeeded or failed. */
  public CompletableFuture<@Nullable Void> firstAttempt() {
    return firstAttempt;
  }

  /** Returns why there is no connection, or null if there is one or none was tried yet. */
  public @Nullable String lastError() {
    return lastError;
  }

  /** Returns how often the server answered wrongly lately. */
  int wrongAnswers() {
    return pauses.wrongs();
  }

  /** Returns whether the server is there and refused the last attempt to connect. */
  public boolean isRefused() {
    return refused;
  }

  /**
   * Returns the failure of a call while there is no connection. Without an error the very first
   * attempt goes on, which takes long only where this JVM does.
   */
  public StoreException notConnected() {
    String error = lastError;
    String why = closed ? "this store is closed" : error == null ? "still connecting" : error;
    return new StoreException(
        closed || error != null ? Reason.UNAVAILABLE : Reason.OVERLOADED,
        place + " is not connected: " + why,
        null);
  }

  /** Ends the connection in use, so that a new one is made. */
  public void reset() {
    Connection current = connection.get();
    if (current != null) {
      current.close();
    }
  }

  /** Ends the connection in use and makes no new one; the future completes when it is closed. */
  public CompletableFuture<@Nullable Void> close() {
    closed = true;
    firstAttempt.complete(null);
    client.forget(attempt);
    client.forget(overdue);
    Connection current = owned.get();
    if (current == null) {
      return CompletableFuture.completedFuture(null);
    }
    current.close();
    return current.closed();
  }

  private void connect() {
    Connection current = owned.get();
    if (closed || (current != null && !current.isEnded())) {
      return; // its end causes the next attempt
    }
    if (!wanted.getAsBoolean()) {
      attempt.schedule(pauses.millis());
      return;
    }
    attemptNanos = System.nanoTime();
    overdue.schedule(ATTEMPT_MILLIS);
    step(
        null,
        () ->
            owner
                .locate()
                .whenComplete((address, failure) -> step(failure, () -> connect(address))));
  }

  /** A step of an attempt: whatever goes wrong with it, another attempt follows. */
  private void step(@Nullable Throwable failure, Runnable next) {
    try {
      if (failure == null) {
        next.run();
      } else {
        failed(failure);
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void lookAfter() {
    if (closed || connection.get() != null || attempt.isScheduled()) {
      return;
    }
    if (System.nanoTime() - attemptNanos < TimeUnit.MILLISECONDS.toNanos(ATTEMPT_MILLIS)) {
      overdue.schedule(ATTEMPT_MILLIS);
    } else {
      LOG.warn("{}: an attempt to connect ({}) has no end; trying again", place, name);
      giveUp();
    }
  }

  /** Begins another attempt in place of one that has no end. */
  void giveUp() {
    Connection unready = owned.get();
    if (unready != null) {
      unready.close();
      if (owned.get() == unready) { // another thread is about to end it, or met an Error
        endedOwned(unready);
      }
    }
    attempt.schedule(0);
  }

  private void connect(RedisAddress address) {
    client
        .connect(address, name, this)
        .whenComplete((made, failure) -> step(failure, () -> prepare(made)));
  }

  private void prepare(Connection made) {
    if (!owned.compareAndSet(null, made)) {
      made.close(); // it comes too late
      return;
    }
    attemptNanos = System.nanoTime(); // it goes on
    try {
      made.open();
      owner
          .prepare(made)
          .whenComplete(
              (ignored, failure) -> {
                if (failure == null) {
                  publishOrClose(made);
                } else {
                  unusable(made, failure);
                }
              });
    } catch (Throwable e) {
      unusable(made, e);
    }
  }

  /** Its end schedules the next attempt. */
  private void unusable(Connection made, Throwable failure) {
    try {
      if (connection.get() == null) {
        refused = Failures.isRefusal(failure);
        report(failure);
      }
    } finally {
      made.close();
    }
  }

  /** A connection of which its owner could not be told everything must not be used. */
  private void publishOrClose(Connection ready) {
    try {
      publish(ready);
    } catch (Throwable e) {
      unusable(ready, e);
    }
  }

  private void publish(Connection ready) {
    if (ready.isEnded()) {
      return; // its end has scheduled the next attempt
    }
    String error = lastError;
    lastError = null;
    told = null;
    refused = false;
    owner.connected(ready);
    if (!connection.compareAndSet(null, ready)) {
      ready.close(); // it has ended meanwhile, or one that has ended is still there
      return;
    }
    boolean toldByOthers = !first.isDone() && client.log().isStarting();
    first.complete(null);
    client.grownUp();
    firstAttempt.complete(null);
    if (error != null && !toldByOthers) {
      client.log().again(place, name);
    }
    if (closed) {
      ready.close();
    }
    if (ready.isEnded()) {
      connection.compareAndSet(ready, null); // it ended before it was published
    }
  }

  @Override
  public boolean answered(Call<?, ?> call, String error) {
    return owner.answered(call, error);
  }

  @Override
  public void ended(Connection ended) {
    boolean used = connection.compareAndSet(ended, null);
    try {
      if (used && !closed) {
        lastError = "connection lost";
        client.log().lost(place, name, withoutIt);
      }
      if (ended.wasOutOfStep()) {
        pauses.wrong();
      }
    } finally {
      if (owned.get() == ended) { // else it came too late, and is nobody's
        endedOwned(ended);
      }
    }
  }

  private void endedOwned(Connection ended) {
    try {
      owner.ended(ended);
    } finally {
      owned.compareAndSet(ended, null);
      connectLater();
    }
  }

  private void failed(Throwable failure) {
    if (owned.get() != null) {
      return; // it came too late
    }
    try {
      String error = report(failure);
      refused = Failures.isAboutCredentials(error) || Failures.isErrorReply(failure);
      if (Failures.isWrongAnswer(failure)) {
        pauses.wrong();
      }
    } finally {
      connectLater();
    }
  }

  private void connectLater() {
    if (closed) {
      return;
    }
    attempt.schedule(refused ? REFUSED_PAUSE_MILLIS : pauses.millis());
  }

  /** Logs the failure if it is not the one logged before; returns its text. */
  private String report(Throwable failure) {
    String error = Failures.rootMessage(failure);
    error += Failures.adviceOnHandshake(error);
    if (!closed
        && !error.equals(told)
        && client.log().unusable(place, name, error, withoutIt, Failures.error(failure))) {
      told = error;
    }
    lastError = error;
    firstAttempt.complete(null);
    return error;
  }
}
