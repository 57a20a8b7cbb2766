package io.cacheaside.engine.interleaving;

import io.cacheaside.engine.interleaving.Step.Outcome;
import io.cacheaside.spi.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a few clients in every order there is, on a real server.
 *
 * <p>The schedules form a tree. Where several clients could go on, the server's {@code COPY} forks
 * the entry, deadlines included, and each branch goes on under a key of its own; so what schedules
 * have in common is executed once, and many branches are under way at the same time on one
 * connection. No schedule is left out and no two states are taken for the same: each path through
 * the tree is executed.
 *
 * <p>Branches lie on a stack in the order of their schedules. So there are never many of them, and
 * the violation that is reported is the first in that order, however the branches overlap.
 */
final class ScheduleExplorer {
  private static final int AT_ONCE = 512;
  private static final long LIMIT_SECONDS = 120;

  /** A client at a step. */
  record Client(String name, Step next) {}

  /** What has to hold after each step. */
  interface Invariant {
    /** Returns what is wrong with the entry, or null. Must not block. */
    CompletableFuture<@Nullable String> check(World world);
  }

  /** The server, as far as the explorer needs it. */
  interface Forks {
    /** Copies all that belongs to the first key to the second, deadlines included. */
    void fork(Key from, Key to);

    /** Removes all that belongs to the key. */
    void remove(Key key);

    /** Returns when everything asked for so far is done. */
    void await();
  }

  /**
   * What was found.
   *
   * @param schedules how many ran to their end
   * @param steps how many were executed; what schedules have in common counts once
   * @param violation the first schedule that broke a promise, step by step, or null
   */
  record Report(long schedules, long steps, @Nullable String violation) {}

  /** The steps that led to a branch, from the last to the first. */
  private record Trace(@Nullable Trace before, String client, String did) {}

  /** A world, the clients that are not through in it, and whose turn it is. */
  private record Branch(World world, List<Client> clients, int turn, @Nullable Trace trace) {}

  /** A branch whose step was taken. */
  private record Advanced(Branch from, Outcome outcome, @Nullable String violation) {
    Trace trace() {
      return new Trace(from.trace(), from.clients().get(from.turn()).name(), outcome.did());
    }

    List<Client> clients() {
      List<Client> clients = new ArrayList<>(from.clients());
      if (outcome.then() == null) {
        clients.remove(from.turn());
      } else {
        clients.set(from.turn(), new Client(clients.get(from.turn()).name(), outcome.then()));
      }
      return clients;
    }
  }

  private final String prefix;
  private final Forks forks;
  private final Invariant invariant;
  private final Deque<Branch> stack = new ArrayDeque<>();
  private long keys;
  private long schedules;
  private long steps;
  private @Nullable String violation;

  /**
   * @param prefix of the keys used; nobody else may use such keys
   */
  ScheduleExplorer(String prefix, Forks forks, Invariant invariant) {
    this.prefix = prefix;
    this.forks = forks;
    this.invariant = invariant;
  }

  /** Returns what all schedules of these clients led to; once, for one explorer. */
  Report explore(Client... clients) {
    push(turns(new World(newKey(), 0, 0), List.of(clients), null));
    forks.await();
    while (!stack.isEmpty()) {
      advance(top());
    }
    return new Report(schedules, steps, violation);
  }

  private Key newKey() {
    return Key.of(prefix + ":{" + Long.toString(keys++, Character.MAX_RADIX) + "}");
  }

  /** Returns a branch for each client that could go on; the first keeps the key. */
  private List<Branch> turns(World world, List<Client> clients, @Nullable Trace trace) {
    List<Branch> turns = new ArrayList<>(clients.size());
    for (int turn = 0; turn < clients.size(); turn++) {
      World mine = turn == 0 ? world : world.under(newKey());
      if (turn > 0) {
        forks.fork(world.key(), mine.key());
      }
      turns.add(new Branch(mine, clients, turn, trace));
    }
    return turns;
  }

  /** Puts branches on top of the stack, the first of them uppermost. */
  private void push(List<Branch> branches) {
    for (int i = branches.size() - 1; i >= 0; i--) {
      stack.push(branches.get(i));
    }
  }

  private List<Branch> top() {
    List<Branch> top = new ArrayList<>(AT_ONCE);
    while (top.size() < AT_ONCE && !stack.isEmpty()) {
      top.add(stack.pop());
    }
    return top;
  }

  private void advance(List<Branch> branches) {
    List<CompletableFuture<Advanced>> underWay = new ArrayList<>(branches.size());
    for (Branch branch : branches) {
      underWay.add(advance(branch));
    }
    List<Branch> next = new ArrayList<>();
    CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new))
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
    for (CompletableFuture<Advanced> call : underWay) {
      Advanced advanced = call.join();
      steps++;
      if (advanced.violation() != null) {
        violation = describe(advanced);
        stack.clear(); // all that is left comes later in the order
        break;
      }
      List<Client> clients = advanced.clients();
      World world = advanced.outcome().world();
      if (clients.isEmpty()) {
        schedules++;
        forks.remove(world.key());
      } else {
        next.addAll(turns(world, clients, advanced.trace()));
      }
    }
    forks.await();
    push(next);
  }

  private CompletableFuture<Advanced> advance(Branch branch) {
    Client client = branch.clients().get(branch.turn());
    return client
        .next()
        .take(branch.world())
        .thenCompose(
            outcome -> {
              if (outcome.violation() != null || outcome.silent()) {
                return CompletableFuture.completedFuture(
                    new Advanced(branch, outcome, outcome.violation()));
              }
              return invariant
                  .check(outcome.world())
                  .thenApply(broken -> new Advanced(branch, outcome, broken));
            });
  }

  private static String describe(Advanced advanced) {
    List<String> lines = new ArrayList<>();
    for (Trace at = advanced.trace(); at != null; at = at.before()) {
      lines.add(0, at.client() + " " + at.did());
    }
    StringBuilder text = new StringBuilder(String.valueOf(advanced.violation()));
    for (int i = 0; i < lines.size(); i++) {
      text.append(String.format("%n%3d. %s", i + 1, lines.get(i)));
    }
    return text.toString();
  }
}
