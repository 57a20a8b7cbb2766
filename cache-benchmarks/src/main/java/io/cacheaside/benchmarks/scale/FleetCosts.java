package io.cacheaside.benchmarks.scale;

import java.io.IOException;

/** One to eight JVMs, measured and predicted. */
final class FleetCosts {
  private static final int MOST = 8;
  private static final int THREADS = 8;
  private static final long WARM_UP_MILLIS = 28_000;
  private static final long MEASURED_MILLIS = 3_000;
  private static final long IDLE_MILLIS = 4_000;
  private static final int ROUNDS = 3;
  private static final int[] SIZES = {1, 2, 4, 8};

  private final Server server;
  private final Fleet fleet;
  private final double processors = Runtime.getRuntime().availableProcessors();
  private long nextKey = 100_000;

  private FleetCosts(Server server, Fleet fleet) {
    this.server = server;
    this.fleet = fleet;
  }

  static void measure(Server server, Figures figures) throws Exception {
    try (Fleet fleet = new Fleet(MOST, server.uri())) {
      FleetCosts costs = new FleetCosts(server, fleet);
      costs.hits(figures);
      costs.idle(figures);
      costs.stampedes(figures);
    }
  }

  private void hits(Figures figures) throws IOException, InterruptedException {
    fleet.order(MOST, "hit " + THREADS + " " + WARM_UP_MILLIS);
    fleet.answers(MOST);
    Figures.Table table =
        figures.table(
            "JVMs with 8 threads that hit",
            "hits/s",
            "predicted",
            "error %",
            "client us",
            "Redis us",
            "reads",
            "Redis CPU %");
    double client = Double.NaN;
    double redis = Double.NaN;
    for (int jvms : SIZES) {
      fleet.order(jvms, "hit " + THREADS + " " + (MEASURED_MILLIS + 1_000));
      Thread.sleep(600);
      ServerCounters before = server.counters();
      double cpu = fleet.cpuMicros();
      Thread.sleep(MEASURED_MILLIS);
      ServerCounters used = server.counters().minus(before);
      double hits = used.calls("get");
      double clientMicros = (fleet.cpuMicros() - cpu) / hits;
      double redisMicros = used.cpuMicros() / hits;
      fleet.answers(jvms);
      if (jvms == 1) {
        client = clientMicros;
        redis = redisMicros;
      }
      double perSecond = hits / used.seconds();
      double predicted = Model.callsPerSecond(processors, client, redis);
      table.row(
          "JVMs: " + jvms,
          perSecond,
          predicted,
          100 * Model.error(predicted, perSecond),
          clientMicros,
          redisMicros,
          used.reads() / hits,
          used.cpuMicros() / used.seconds() / 1e4);
    }
  }

  private void idle(Figures figures) throws InterruptedException {
    Figures.Table table =
        figures.table(
            "JVMs that do nothing",
            "commands/s",
            "predicted",
            "Redis CPU %",
            "B/s in",
            "B/s out",
            "client CPU %");
    double cpu = fleet.cpuMicros();
    ServerCounters before = server.counters();
    Thread.sleep(IDLE_MILLIS);
    ServerCounters used = server.counters().minus(before);
    double seconds = used.seconds();
    table.row(
        "JVMs: " + MOST,
        (used.calls("ping") + used.calls("info") - 1) / seconds,
        Model.idleCommandsPerSecond(MOST),
        used.cpuMicros() / seconds / 1e4,
        used.bytesIn() / seconds,
        used.bytesOut() / seconds,
        (fleet.cpuMicros() - cpu) / seconds / 1e4 / MOST);
  }

  private void stampedes(Figures figures) throws IOException {
    Figures.Table table =
        figures.table(
            "one key missing, 8 threads in each JVM",
            "loads",
            "commands",
            "predicted",
            "error %",
            "longest ms");
    for (int loadMillis : new int[] {200, 1_000}) {
      for (int jvms : SIZES) {
        stampede(table, jvms, loadMillis);
      }
    }
  }

  private void stampede(Figures.Table table, int jvms, int loadMillis) throws IOException {
    double loads = 0;
    double longest = 0;
    int rounds = loadMillis > 500 ? 1 : ROUNDS;
    double commands = 0;
    for (int round = 0; round < rounds; round++) {
      ServerCounters before = server.counters();
      long start = System.currentTimeMillis() + 200;
      fleet.order(jvms, "stampede " + nextKey++ + " " + THREADS + " " + start + " " + loadMillis);
      for (String answer : fleet.answers(jvms)) {
        String[] words = answer.split(" ", -1);
        loads += Double.parseDouble(words[0]);
        longest = Math.max(longest, Double.parseDouble(words[1]));
      }
      commands += commands(server.counters().minus(before));
    }
    double each = commands / rounds;
    double predicted = Model.stampedeCommands(jvms, THREADS, loadMillis);
    table.row(
        "JVMs: " + jvms + ", load of " + loadMillis + " ms",
        loads / rounds,
        each,
        predicted,
        100 * Model.error(predicted, each),
        longest);
  }

  /** Commands of clients: each script calls GET and GETRANGE once itself. */
  private static double commands(ServerCounters used) {
    double scripts = used.calls("evalsha") + used.calls("eval");
    double lookups = used.calls("get") - scripts;
    double watches = used.calls("getrange") - scripts;
    return scripts + lookups + watches;
  }
}
