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
   * @param redis how Redis is meanwhile
   * @param slowest call while it lasts, above the load
   */
  public record Promise(Duration recovery, Redis redis, Duration slowest) {
    /** A caller may have to wait for the whole lease of one who lost his connection: 1 s here. */
    private static final Duration SLOWEST = Duration.ofSeconds(2);

    /** Hits within a second; answers come all the time. */
    public static final Promise ANSWERS =
        new Promise(Duration.ofSeconds(1), Redis.ANSWERS, SLOWEST);

    /** Hits within a second; no answers come. */
    public static final Promise SILENT = new Promise(Duration.ofSeconds(1), Redis.SILENT, SLOWEST);

    /** Hits within a second; what is wrong is wrong in a client, and no breaker opens. */
    public static final Promise WELL = new Promise(Duration.ofSeconds(1), Redis.WELL, SLOWEST);

    /** The same, but the last of the calls waits for the processor until all others had it. */
    public static final Promise CROWDED =
        new Promise(Duration.ofSeconds(1), Redis.WELL, Duration.ofSeconds(5));

    /** Hits within five seconds after the new primary was elected. */
    public static final Promise FAILOVER =
        new Promise(Duration.ofSeconds(5), Redis.ANSWERS, SLOWEST);

    /** How Redis is while a fault lasts. */
    public enum Redis {
      /** As ever: no read may go past an open breaker. */
      WELL,
      /** It answers, though not always what is wished for. */
      ANSWERS,
      /** It gives no answers, so that the bound on calls is checked. */
      SILENT
    }
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
