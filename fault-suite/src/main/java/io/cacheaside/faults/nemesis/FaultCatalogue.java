package io.cacheaside.faults.nemesis;

import io.cacheaside.faults.history.Window.Effects;
import io.cacheaside.faults.nemesis.Fault.Promise;
import io.cacheaside.faults.workload.ClientProcess;
import io.cacheaside.testing.FaultProxy;
import io.cacheaside.testing.ReplyProxy.Mistreatment;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** All faults, in the order of the table. */
public final class FaultCatalogue {
  private static final Duration HOLD = Duration.ofMillis(700);
  private static final Duration STEP = Duration.ofMillis(100);

  /** Each way, and up to twice as long: about every fifth command comes too late. */
  private static final Duration DELAY = Duration.ofMillis(15);

  /** Of so many replies and pushes one is mistreated. */
  private static final int SWAPPED_ONE_IN = 200;

  private static final int CALLERS = 10_000;

  /** Of so many calls of the store, the codec and the listener one throws: of ten reads, about. */
  private static final int THROWING_ONE_IN = 50;

  private static final long SQUEEZE_BYTES = 150_000;
  private static final int NO_CLIENT = -1;

  private FaultCatalogue() {}

  /**
   * Returns all faults.
   *
   * @param lease of the loads: a client is stopped for longer
   */
  public static List<Fault<?>> all(Duration lease) {
    return List.of(
        none(),
        redisPaused(),
        redisKilled(),
        repeated("scripts flushed", Effects.NONE, stage -> stage.command(r -> r.scriptFlush())),
        repeated("keys flushed", Effects.LOSES, stage -> stage.command(r -> r.flushall())),
        repeated("connections killed", Effects.NONE, Standalone::killClients),
        memory("memory full, evicting", Effects.LOSES, "allkeys-random"),
        memory("memory full, refusing", Effects.NONE, "noeviction"),
        network("connections refused", Promise.SILENT, FaultProxy::cut),
        network("network interrupted", Promise.SILENT, FaultProxy::hold),
        network("network slow", Promise.ANSWERS, proxy -> proxy.delay(DELAY, DELAY)),
        network("requests swallowed", Promise.SILENT, FaultProxy::swallowRequests),
        network("replies swallowed", Promise.SILENT, FaultProxy::swallowReplies),
        repliesSwapped(),
        clientStopped(lease),
        clientStarved(),
        manyCallers(),
        errorsAtSeams(),
        clientKilled(),
        sentinel("sentinel, primary killed", Sentinels::killPrimary),
        sentinel("sentinel, primary paused", Sentinels::pausePrimary),
        cluster("cluster, primary killed", Effects.ROLLS_BACK, Cluster::killPrimary),
        cluster("cluster, hot slots moved", Effects.LOSES, Cluster::moveHotSlots));
  }

  /** Returns the fault that is none: what everything else is compared with. */
  public static Fault<?> none() {
    return fault(
        "none",
        Effects.NONE,
        Promise.ANSWERS,
        (stage, clients, hold) -> {
          pause(hold);
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> fault(
      String name, Effects effects, Promise promise, Fault.Strike<Standalone> strike) {
    return new Fault<>(name, effects, promise, HOLD, Standalone::start, strike);
  }

  private static Fault<Standalone> redisPaused() {
    return fault(
        "redis paused",
        Effects.NONE,
        Promise.SILENT,
        (stage, clients, hold) -> {
          stage.server().pause();
          pause(hold);
          stage.server().resume();
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> redisKilled() {
    return fault(
        "redis killed, back empty",
        Effects.EMPTIES,
        Promise.SILENT,
        (stage, clients, hold) -> {
          stage.server().kill();
          pause(hold);
          stage.server().restart();
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> repeated(
      String name, Effects effects, Consumer<Standalone> step) {
    return fault(
        name,
        effects,
        Promise.ANSWERS,
        (stage, clients, hold) -> {
          for (long i = 0; i < hold.dividedBy(STEP); i++) {
            pause(STEP);
            step.accept(stage);
          }
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> memory(String name, Effects effects, String policy) {
    return fault(
        name,
        effects,
        Promise.ANSWERS,
        (stage, clients, hold) -> {
          stage.squeeze(SQUEEZE_BYTES, policy);
          pause(hold);
          stage.relax();
          return NO_CLIENT;
        });
  }

  private static Fault<Proxied> network(
      String name, Promise promise, Consumer<FaultProxy> breaking) {
    return new Fault<>(
        name,
        Effects.NONE,
        promise,
        HOLD,
        Proxied::start,
        (stage, clients, hold) -> {
          breaking.accept(stage.network());
          pause(hold);
          stage.network().pass();
          return NO_CLIENT;
        });
  }

  private static Fault<Mistreated> repliesSwapped() {
    return new Fault<>(
        "replies swapped and lost",
        Effects.NONE,
        Promise.ANSWERS,
        HOLD,
        Mistreated::new,
        (stage, clients, hold) -> {
          stage
              .proxy()
              .mistreat(
                  SWAPPED_ONE_IN,
                  System.nanoTime(),
                  Mistreatment.SWAP_UNLIKE_REPLIES,
                  Mistreatment.DROP_REPLY,
                  Mistreatment.INJECT_PUSH,
                  Mistreatment.DROP_PUSH);
          pause(hold);
          stage.proxy().pass();
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> clientStopped(Duration lease) {
    return new Fault<>(
        "client stopped beyond its lease",
        Effects.NONE,
        Promise.WELL,
        lease.plusMillis(400),
        Standalone::start,
        (stage, clients, hold) -> {
          ClientProcess client = clients.get(0);
          client.jvm().pause();
          pause(hold);
          client.jvm().resume();
          return client.number();
        });
  }

  /** Runs for a fifth of the time only, and stands still for longer than a command may take. */
  private static Fault<Standalone> clientStarved() {
    return fault(
        "client starved",
        Effects.NONE,
        Promise.WELL,
        (stage, clients, hold) -> {
          ClientProcess client = clients.get(0);
          for (long i = 0; i < hold.dividedBy(STEP); i++) {
            client.jvm().pause();
            pause(STEP.multipliedBy(4).dividedBy(5));
            client.jvm().resume();
            pause(STEP.dividedBy(5));
          }
          return client.number();
        });
  }

  private static Fault<Standalone> manyCallers() {
    return fault(
        "10,000 callers",
        Effects.NONE,
        Promise.CROWDED,
        (stage, clients, hold) -> {
          clients.get(0).ask("crowd " + CALLERS);
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> errorsAtSeams() {
    return fault(
        "an Error at a seam",
        Effects.NONE,
        Promise.WELL,
        (stage, clients, hold) -> {
          ClientProcess client = clients.get(0);
          client.ask("errors " + THROWING_ONE_IN);
          pause(hold);
          client.ask("errors 0");
          return NO_CLIENT;
        });
  }

  private static Fault<Standalone> clientKilled() {
    return fault(
        "client killed after its commit",
        Effects.NONE,
        Promise.ANSWERS,
        (stage, clients, hold) -> {
          int number = clients.haltAfterCommit(0);
          clients.replace(0);
          return number;
        });
  }

  private static Fault<Sentinels> sentinel(String name, Consumer<Sentinels> failover) {
    return new Fault<>(
        name,
        Effects.ROLLS_BACK,
        Promise.FAILOVER,
        HOLD,
        Sentinels::new,
        (stage, clients, hold) -> {
          failover.accept(stage);
          return NO_CLIENT;
        });
  }

  private interface ClusterStep {
    void accept(Cluster cluster) throws InterruptedException;
  }

  private static Fault<Cluster> cluster(String name, Effects effects, ClusterStep step) {
    return new Fault<>(
        name,
        effects,
        Promise.FAILOVER,
        HOLD,
        Cluster::new,
        (stage, clients, hold) -> {
          step.accept(stage);
          return NO_CLIENT;
        });
  }

  private static void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }
}
