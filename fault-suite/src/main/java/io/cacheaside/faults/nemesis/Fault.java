package io.cacheaside.faults.nemesis;

import io.cacheaside.faults.history.Window.Effects;
import io.cacheaside.faults.workload.Clients;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One kind of fault.
 *
 * @param name as it stands in the table
 * @param effects what it may do to what is in Redis
 * @param promise what is promised while it lasts and after it
 * @param hold how long it lasts
 * @param stage starts the servers that it is made to
 * @param strike makes the fault and undoes it
 * @param <S> the servers
 */
public record Fault<S extends Stage>(
    String name,
    Effects effects,
    Promise promise,
    Duration hold,
    Supplier<S> stage,
    Strike<S> strike) {

  /** A fault from its begin to its end. */
  @FunctionalInterface
  public interface Strike<S extends Stage> {
    /**
     * Makes the fault, waits, and undoes it; returns as soon as it is undone.
     *
     * @return the client that was stopped or killed, or -1
     */
    int play(S stage, Clients clients, Duration hold) throws InterruptedException;
  }

  /**
   * What a fault may cost at most.
   *
   * @param recovery after it was undone, until each client has hits again
   * @param silent Redis gives no answers while it lasts, so that the bound on calls is checked
   */
  public record Promise(Duration recovery, boolean silent) {
    /** Hits within a second; answers come all the time. */
    public static final Promise ANSWERS = new Promise(Duration.ofSeconds(1), false);

    /** Hits within a second; no answers come. */
    public static final Promise SILENT = new Promise(Duration.ofSeconds(1), true);

    /** Hits within five seconds after the new primary was elected. */
    public static final Promise FAILOVER = new Promise(Duration.ofSeconds(5), false);
  }

  /** A fault together with the servers that were started for it. */
  public static final class Opened implements AutoCloseable {
    private final Stage stage;
    private final Player player;

    private interface Player {
      int play(Clients clients) throws InterruptedException;
    }

    private Opened(Stage stage, Player player) {
      this.stage = stage;
      this.player = player;
    }

    /** Returns the URI that clients connect to. */
    public String uri() {
      return stage.uri();
    }

    /** Repairs what the fault before has left. */
    public void prepare() {
      stage.prepare();
    }

    /** Plays the fault once; returns the client that was stopped or killed, or -1. */
    public int play(Clients clients) throws InterruptedException {
      return player.play(clients);
    }

    @Override
    public void close() {
      stage.close();
    }
  }

  /** Starts the servers. */
  public Opened open() {
    S started = stage.get();
    return new Opened(started, clients -> strike.play(started, clients, hold));
  }
}
