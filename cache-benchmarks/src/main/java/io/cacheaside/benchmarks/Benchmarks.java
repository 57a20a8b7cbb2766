package io.cacheaside.benchmarks;

import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures everything, prints one table, and writes the figures as JSON. Exit status: 0 if it was
 * measured, promises kept or not; 1 if a run broke off; 2 if an option is wrong.
 */
@Command(
    name = "benchmarks",
    sortOptions = false,
    description =
        "Measures hits, misses and invalidations beside hand-written code and other caches.")
public final class Benchmarks extends MeasuringProgram {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final JsonReport json = new JsonReport();

  @Option(
      names = "--quick",
      description =
          "2 rounds of short measurements, of which other projects are in the first only: about"
              + " five minutes (the default)")
  private boolean quick;

  @Option(
      names = "--thorough",
      description = "7 rounds of longer measurements, everybody in all of them: an hour")
  private boolean thorough;

  @Option(
      names = "--only",
      paramLabel = "WORD",
      split = ",",
      description = "measures these only: a scenario's or part's word, separated by commas")
  private List<String> words = List.of();

  @Option(
      names = "--contenders",
      paramLabel = "NAME",
      split = ",",
      description = "measures these only, separated by commas; ratios need hand")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how many rounds, instead of 2 or 7; everybody is in all of them")
  private @Nullable Integer rounds;

  @Option(
      names = "--millis",
      paramLabel = "N",
      description = "how long each measurement of a scenario lasts, instead of 250 or 4000")
  private @Nullable Integer millis;

  @Option(
      names = "--peers",
      paramLabel = "DIRECTORY",
      defaultValue = "cache-benchmarks/peers",
      description = "where the modules with other projects lie (default: ${DEFAULT-VALUE})")
  private Path peers = Path.of("");

  /** Runs, and ends the JVM. */
  public static void main(String[] arguments) {
    new Benchmarks().runAndExit(arguments);
  }

  @Override
  public Integer call() throws Exception {
    if (quick && thorough) {
      throw wrong("--quick and --thorough exclude each other; use one of them");
    }
    checkPositive("--rounds", rounds);
    checkPositive("--millis", millis);
    Selection selection;
    try {
      selection = Selection.of(words, names, Entrant.find(peers));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    measure(selection);
    return 0;
  }

  private void checkPositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw wrong(option + " = " + value + " is too small; use 1 or more");
    }
  }

  private void measure(Selection selection) throws Exception {
    long start = System.nanoTime();
    Budget budget = Budget.of(thorough, rounds, millis);
    Report table = new Report(out());
    Map<String, String> run;
    try (RedisServer server = RedisServer.start()) {
      run = Machine.describe(server);
      run.forEach((fact, value) -> out().println(fact + ": " + value));
      table.begin();
      if (selection.alternating()) {
        add(table, new AlternatingHits(budget.alternatingMillis()).measure(server.uri()));
      }
      if (!selection.scenarios().isEmpty()) {
        new ScenarioRounds(
                selection.entrants(), selection.scenarios(), budget.scenarios(), this::progress)
            .measure()
            .forEach(section -> add(table, section));
      }
      if (!selection.crowds().isEmpty()) {
        new Stampedes(selection.entrants(), selection.crowds(), budget.stampedes())
            .play(server.uri())
            .forEach(
                outcomes -> {
                  table.add(outcomes);
                  json.add(outcomes);
                });
      }
    }
    Laboratory laboratory = new Laboratory(budget.partRounds(), budget.partMillis());
    for (Part part : selection.parts()) {
      add(table, laboratory.measure(part));
    }
    run.put("loadAverageAtEnd", load());
    run.put("seconds", String.valueOf((System.nanoTime() - start) / NANOS_PER_SECOND));
    write(run);
  }

  /** A line for those who wait; the table is not disturbed by it. */
  private void progress(String text) {
    err().println(text);
  }

  private void add(Report table, Section section) {
    table.add(section);
    json.add(section);
  }

  private void write(Map<String, String> run) throws IOException {
    out().println("load average at the end: " + run.get("loadAverageAtEnd"));
    out().println("seconds: " + run.get("seconds"));
    write(json.text(run));
  }
}
