package io.cacheaside.faults;

import io.cacheaside.faults.nemesis.Fault;
import io.cacheaside.faults.nemesis.FaultCatalogue;
import io.cacheaside.faults.report.Judgement;
import io.cacheaside.faults.report.Row;
import io.cacheaside.faults.report.Table;
import io.cacheaside.faults.workload.Assignment.Side;
import io.cacheaside.faults.workload.Clients;
import io.cacheaside.faults.workload.VersionDatabase;
import io.cacheaside.testing.CommandLineProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The suite's command line. Exit status: 0 if all promises were kept and the textbook's cache was
 * rejected, 1 if not or if a run broke off, 2 if an option is wrong.
 */
@Command(
    name = "fault-suite",
    sortOptions = false,
    description = "Breaks Redis and its clients under load, and judges the recorded history.")
public final class FaultSuite extends CommandLineProgram {
  private static final int MAX_CLIENTS = 16;
  private static final int SHARED_KEYS = 150;
  private static final int READERS = 3;
  private static final int WRITERS = 1;

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "20000",
      description = "reads and writes for each fault, at least (default: 20000)")
  private long operations;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "plays this one only (may be repeated); the table shows the names")
  private List<String> names = List.of();

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "3",
      description = "client JVMs (default: 3)")
  private int clients;

  @Option(
      names = "--pace-micros",
      paramLabel = "N",
      defaultValue = "500",
      description = "pause of a reader after each call (default: 500)")
  private int paceMicros;

  @Option(
      names = "--outage-seconds",
      paramLabel = "N",
      defaultValue = "24",
      description = "how long Redis is away in the outage; 0 leaves it out (default: 24)")
  private int outageSeconds;

  @Option(
      names = "--untimed",
      description = "reports durations, but judges them by a bound of 30 s only: for busy machines")
  private boolean untimed;

  @Option(
      names = "--history",
      paramLabel = "DIRECTORY",
      defaultValue = "target/faults",
      description =
          "where histories are written; those that break a promise are kept (default:"
              + " target/faults)")
  private Path directory = Path.of("target", "faults");

  /** Runs the suite and ends the JVM with its status. */
  public static void main(String[] args) {
    new FaultSuite().runAndExit(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Fault<?>> faults = checkedFaults();
    Clients.Load load = new Clients.Load(clients, READERS, WRITERS, SHARED_KEYS, paceMicros);
    List<Row> rows = new ArrayList<>();
    try (VersionDatabase database = VersionDatabase.start();
        Clients processes = Clients.start(database, load)) {
      Judgement judgement = new Judgement(!untimed);
      FaultRun run = new FaultRun(processes, load, operations, directory, judgement);
      run.warmUp();
      for (Fault<?> fault : faults) {
        rows.add(announced(fault.name(), run.play(fault, Side.CACHE_ASIDE)));
      }
      if (outageSeconds > 0 && (names.isEmpty() || names.contains(Outage.NAME))) {
        Outage outage = new Outage(processes, load, Duration.ofSeconds(outageSeconds), directory);
        rows.add(announced(Outage.NAME, outage.play(judgement)));
      }
      rows.add(announced("naive", run.play(FaultCatalogue.none(), Side.NAIVE)));
    }
    return report(rows);
  }

  private Row announced(String name, Row row) {
    out()
        .printf(
            Locale.ROOT,
            "%s: %,d operations, %s%n",
            name,
            row.operations(),
            row.broken().isEmpty() ? "ok" : "BROKEN: " + row.broken().get(0));
    return row;
  }

  private int report(List<Row> rows) {
    boolean kept = rows.stream().allMatch(row -> row.broken().isEmpty());
    out().printf("%n%s%n%s%n", Table.notes(rows), Table.of(rows));
    out()
        .println(
            kept ? "all promises were kept" : "FAILED: see BROKEN above; histories: " + directory);
    return kept ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<Fault<?>> checkedFaults() {
    if (operations < 1) {
      throw wrong("--operations: " + operations + " is too few; give at least 1");
    }
    if (clients < 2 || clients > MAX_CLIENTS) {
      throw wrong("--clients: " + clients + " is not between 2 and " + MAX_CLIENTS);
    }
    if (outageSeconds < 0) {
      throw wrong("--outage-seconds: " + outageSeconds + " is negative; give at least 0");
    }
    if (paceMicros < 0) {
      throw wrong("--pace-micros: " + paceMicros + " is negative; give at least 0");
    }
    List<Fault<?>> all = FaultCatalogue.all(FaultRun.LEASE);
    List<String> known = new ArrayList<>(all.stream().<String>map(Fault::name).toList());
    known.add(Outage.NAME);
    for (String name : names) {
      if (!known.contains(name)) {
        throw wrong("--fault: there is no \"" + name + "\"; choose from " + known);
      }
    }
    return all.stream().filter(fault -> names.isEmpty() || names.contains(fault.name())).toList();
  }
}
