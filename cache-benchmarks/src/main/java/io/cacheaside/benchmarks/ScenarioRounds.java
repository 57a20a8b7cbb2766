package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.ContenderJvm.Failed;
import io.cacheaside.benchmarks.contenders.Figures;
import io.cacheaside.benchmarks.contenders.Operation;
import io.cacheaside.benchmarks.contenders.Scenario;
import io.cacheaside.testing.RedisServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures contenders in rounds. A round has a fresh server and, for each contender, a fresh JVM;
 * scenario by scenario, the contenders take turns in an order that changes. So what is compared was
 * measured within seconds. Not threadsafe.
 */
final class ScenarioRounds {
  private static final int NEW_JVM = 3; // times the warm-up
  private static final int NEW_OPERATION = 5;

  private final List<Entrant> entrants;
  private final Plan plan;
  private final Consumer<String> progress;
  private final Map<Scenario, Map<String, Row>> rows = new EnumMap<>(Scenario.class);
  private final Random random = new Random();

  /**
   * How much.
   *
   * @param rounds how many
   * @param peerRounds in how many of them the peers take part, the first ones
   * @param warmUpMillis before each measurement; longer in a new JVM and before a new operation
   * @param millis how long each measurement lasts
   */
  record Plan(int rounds, int peerRounds, long warmUpMillis, long millis) {}

  /**
   * Creates one.
   *
   * @param scenarios those to measure; the one that another is compared with is added
   * @param progress is told what is being measured
   */
  ScenarioRounds(
      List<Entrant> entrants, Set<Scenario> scenarios, Plan plan, Consumer<String> progress) {
    this.entrants = entrants;
    this.plan = plan;
    this.progress = progress;
    Set<Scenario> all = EnumSet.noneOf(Scenario.class);
    scenarios.stream().filter(Scenario::possibleHere).forEach(all::add);
    all.addAll(all.stream().map(ScenarioRounds::baseline).toList());
    all.forEach(scenario -> rows.put(scenario, rows(scenario)));
  }

  /** Returns the scenario with which the baseline's figure is taken. */
  static Scenario baseline(Scenario scenario) {
    return scenario == Scenario.HIT_350_256_VIRTUAL ? Scenario.HIT_350_32 : scenario;
  }

  private Map<String, Row> rows(Scenario scenario) {
    Map<String, Row> rowsOfScenario = new LinkedHashMap<>();
    Row baseline = this.rows.getOrDefault(baseline(scenario), Map.of()).get(ByHand.NAME);
    for (Entrant entrant : entrants) {
      if (entrant.can(scenario.operation())) {
        boolean ours = entrant.name().equals(Woven.NAME);
        Row row = new Row(entrant.title(), baseline, ours ? Promises.of(scenario) : new Promise[0]);
        rowsOfScenario.put(entrant.name(), row);
        if (entrant.name().equals(ByHand.NAME) && baseline == null) {
          baseline = row; // it is the first of all contenders
        }
      }
    }
    return rowsOfScenario;
  }

  /** Measures all rounds and returns a section for each scenario. */
  List<Section> measure() {
    for (int round = 0; round < plan.rounds(); round++) {
      try (RedisServer server = RedisServer.start();
          Field field = new Field(server.uri(), round)) {
        for (Scenario scenario : rows.keySet()) {
          progress.accept("round " + (round + 1) + " of " + plan.rounds() + ": " + scenario.word());
          field.measure(scenario);
        }
      }
    }
    List<Section> sections = new ArrayList<>();
    rows.forEach(
        (scenario, rowsOfScenario) ->
            sections.add(
                new Section(
                    scenario.word(),
                    title(scenario),
                    scenario.threads() > 1 && scenario.operation() == Operation.SMALL_HIT
                        ? Metric.RATE
                        : Metric.P50,
                    List.copyOf(rowsOfScenario.values()))));
    return sections;
  }

  private static String title(Scenario scenario) {
    return baseline(scenario) == scenario
        ? scenario.title()
        : scenario.title() + " (ratios to by hand, " + baseline(scenario).threads() + " threads)";
  }

  /** The JVMs of one round. */
  private final class Field implements AutoCloseable {
    private final int round;
    private final Map<Entrant, ContenderJvm> jvms = new LinkedHashMap<>();
    private final Map<Entrant, Set<Operation>> known = new LinkedHashMap<>();

    Field(String redisUri, int round) {
      this.round = round;
      for (Entrant entrant : entrants) {
        if (!entrant.peer() || round < plan.peerRounds()) {
          jvms.put(entrant, entrant.start(redisUri));
        }
      }
    }

    void measure(Scenario scenario) {
      List<Entrant> order = new ArrayList<>(jvms.keySet());
      Collections.shuffle(order, random);
      for (Entrant entrant : order) {
        Row row = rows.getOrDefault(scenario, Map.of()).get(entrant.name());
        if (row != null) {
          measure(scenario, entrant, row);
        }
      }
    }

    private void measure(Scenario scenario, Entrant entrant, Row row) {
      @Nullable ContenderJvm jvm = jvms.get(entrant);
      Set<Operation> done = known.computeIfAbsent(entrant, any -> EnumSet.noneOf(Operation.class));
      long warmUp = plan.warmUpMillis() * (done.isEmpty() ? NEW_JVM : 1);
      warmUp *= done.add(scenario.operation()) ? NEW_OPERATION : 1;
      try {
        if (jvm != null) {
          row.add(
              round,
              jvm.ask(
                  "measure " + scenario.word() + " " + warmUp + " " + plan.millis(),
                  Figures.class));
        }
      } catch (Failed e) {
        row.fail(round, e.summary());
      }
    }

    @Override
    public void close() {
      jvms.values().forEach(ContenderJvm::close);
    }
  }
}
