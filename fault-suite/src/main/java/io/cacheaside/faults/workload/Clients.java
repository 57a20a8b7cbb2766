package io.cacheaside.faults.workload;

import io.cacheaside.faults.history.History;
import io.cacheaside.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client JVMs of a suite, which stay for all its runs. For one thread at a time. */
public final class Clients implements AutoCloseable {
  private final VersionDatabase database;
  private final Load load;
  private final List<ClientProcess> processes = new ArrayList<>();
  private final Set<Integer> killed = new HashSet<>();
  private int lastNumber;
  private long countedOfKilled;
  private @Nullable Run run;

  /**
   * How much the clients do.
   *
   * @param clients how many JVMs
   * @param readers threads that read, in each
   * @param writers threads that write, in each
   * @param sharedKeys how many rows they share
   * @param paceMicros pause of a reader after each call, in µs
   */
  public record Load(int clients, int readers, int writers, int sharedKeys, int paceMicros) {}

  /**
   * What all clients do in one run.
   *
   * @param side how they cache
   * @param redisUri the Redis
   * @param app the first part of all keys
   * @param ttl of the entries
   * @param lease of the loads
   * @param directory for the history
   */
  public record Run(
      Assignment.Side side,
      String redisUri,
      String app,
      Duration ttl,
      Duration lease,
      Path directory) {}

  private Clients(VersionDatabase database, Load load) {
    this.database = database;
    this.load = load;
  }

  /** Starts the JVMs and checks that their clock is ours. */
  public static Clients start(VersionDatabase database, Load load) {
    Clients clients = new Clients(database, load);
    for (int i = 0; i < load.clients(); i++) {
      clients.processes.add(clients.newProcess());
    }
    for (ClientProcess process : clients.processes) {
      process.awaitReady();
    }
    return clients;
  }

  private ClientProcess newProcess() {
    return ClientProcess.start(++lastNumber, database.url());
  }

  /** Resets the rows and lets all clients begin. */
  public void begin(Run run) {
    this.run = run;
    killed.clear();
    countedOfKilled = 0;
    database.reset(Assignment.rows(load.sharedKeys(), load.clients()));
    for (int seat = 0; seat < processes.size(); seat++) {
      processes.get(seat).begin(assignment(run, seat));
    }
    processes.forEach(client -> client.jvm().answer());
  }

  private Assignment assignment(Run run, int seat) {
    int number = processes.get(seat).number();
    return new Assignment(
        number,
        seat,
        run.side(),
        run.redisUri(),
        run.app(),
        load.sharedKeys(),
        load.readers(),
        load.writers(),
        load.paceMicros(),
        run.ttl(),
        run.lease(),
        run.directory().resolve("client-" + number + History.SUFFIX));
  }

  /** Returns how many reads and writes ended in this run so far. */
  public long operations() {
    return countedOfKilled
        + processes.stream().mapToLong(client -> client.ask("count").get(0)).sum();
  }

  /**
   * Waits until each client had a hit that began after {@code since}, or until {@code limit} has
   * passed.
   */
  public void awaitHits(long since, Duration limit) {
    Await.within(
        limit, () -> processes.stream().allMatch(client -> client.ask("last-hit").get(0) >= since));
  }

  /** Returns the client in this seat. */
  public ClientProcess get(int seat) {
    return processes.get(seat);
  }

  /** Returns all clients. */
  public List<ClientProcess> all() {
    return List.copyOf(processes);
  }

  /** Returns the numbers of the clients that were killed in this run. */
  public Set<Integer> killed() {
    return Set.copyOf(killed);
  }

  /** Lets a client halt between a commit and its delete; returns its number when it is gone. */
  public int haltAfterCommit(int seat) throws InterruptedException {
    ClientProcess client = processes.get(seat);
    countedOfKilled += client.ask("count").get(0);
    client.ask("halt");
    client.jvm().awaitEnd();
    killed.add(client.number());
    client.jvm().close();
    return client.number();
  }

  /** Puts a new client in the place of one that is gone, and lets it begin. */
  public void replace(int seat) {
    Run current = run;
    if (current == null) {
      throw new IllegalStateException("no run was begun");
    }
    ClientProcess client = newProcess();
    processes.set(seat, client);
    client.awaitReady();
    client.begin(assignment(current, seat));
    client.jvm().answer();
  }

  /** Ends the run; returns how many invalidations could not be delivered in time. */
  public long end() {
    processes.forEach(client -> client.jvm().send("end"));
    long undelivered = processes.stream().mapToLong(client -> client.jvm().numbers().get(0)).sum();
    processes.forEach(ClientProcess::checkClock);
    return undelivered;
  }

  @Override
  public void close() {
    processes.forEach(client -> client.jvm().close());
  }
}
