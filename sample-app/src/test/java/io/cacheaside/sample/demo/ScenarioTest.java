package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cacheaside.sample.demo.Measurement.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Each scenario in miniature, to its end, with everything real. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("heavy")
class ScenarioTest {
  private static final int PRODUCTS = 500;

  /** How many products the trace asks for. */
  private static final int KEYS = 100;

  /** How many requests before them are left out, each for a product of its own. */
  private static final int SKIPPED = 200;

  private final StringWriter said = new StringWriter();
  private final Progress progress = new Progress(new PrintWriter(said, true));

  @SuppressWarnings("NullAway.Init")
  private DemoEnvironment environment;

  @BeforeAll
  void open() {
    environment = DemoEnvironment.open(null, null, PRODUCTS, progress);
  }

  @AfterAll
  void close() {
    environment.close();
  }

  private Report play(Scenario scenario) throws InterruptedException {
    Report report = new Demo(environment, progress).run(List.of(scenario));
    assertThat(report.failed()).isEmpty();
    assertThat(report.skipped()).isEmpty();
    assertThat(report.measurements()).as("%s", said).noneMatch(ScenarioTest::isFailure);
    return report;
  }

  private static boolean isFailure(Measurement line) {
    return line.verdict() == Verdict.FAIL;
  }

  private static Measurement line(Report report, String measure) {
    return report.measurements().stream()
        .filter(line -> line.measure().equals(measure))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void traffic_inMiniature_countsReadsOfBothAndFindsNoneStale() throws InterruptedException {
    Report report =
        play(
            new TrafficScenario(
                TrafficPlan.lasting(new ZipfRequests(), 4, Duration.ofMillis(600))));

    assertThat(line(report, "requests").naive()).isPositive();
    assertThat(line(report, "requests").cacheAside()).isPositive();
    assertThat(line(report, "hit rate").cacheAside()).isBetween(1.0, 100.0);
    assertThat(line(report, "wall time").cacheAside()).isGreaterThanOrEqualTo(0.48);
    assertThat(line(report, "stale reads").criterion()).isEqualTo("= 0");
  }

  @Test
  void traffic_ofATrace_playsEachRequestOnceForBoth(@TempDir Path folder)
      throws IOException, InterruptedException {
    int requests = 3_000;
    TrafficPlan plan = countedPlan(trace(folder, requests), requests);

    Report report = play(new TrafficScenario(plan));

    Measurement played = line(report, "requests");
    assertThat(played.criterion()).isEqualTo("= 3,000");
    assertThat(played.naive()).isEqualTo(requests);
    // the position of a request decides whether it changes a price
    Measurement changes = line(report, "price changes");
    assertThat(changes.naive()).isBetween(30.0, 100.0);
    assertThat(changes.ratio()).isEqualTo(1);
    // nothing of the warm-up, nor of the other side, is found: each product is loaded once at least
    Measurement loads = line(report, "database loads");
    assertThat(loads.naive()).isGreaterThanOrEqualTo(KEYS);
    assertThat(loads.cacheAside()).isBetween((double) KEYS, KEYS + changes.cacheAside());
    // some callers wait for another's load: neither a hit nor a load
    Measurement hits = line(report, "hits");
    assertThat(hits.cacheAside())
        .isLessThanOrEqualTo(requests - changes.cacheAside() - loads.cacheAside());
    assertThat(line(report, "hit rate").cacheAside())
        .isCloseTo(100 * hits.cacheAside() / (requests - changes.cacheAside()), within(0.001));
    assertThat(line(report, "errors").naive()).isZero();
  }

  @Test
  void traffic_costs_areMeasuredOnBothSides(@TempDir Path folder)
      throws IOException, InterruptedException {
    Report report = play(new TrafficScenario(countedPlan(trace(folder, 3_000), 2_000)));

    assertThat(report.of("traffic"))
        .extracting(Measurement::measure)
        .containsExactly(
            "requests",
            "price changes",
            "hits",
            "hit rate",
            "database loads",
            "requests per second",
            "read p50",
            "read p99",
            "application CPU per request",
            "Redis CPU per request",
            "wall time",
            "stale reads",
            "errors");
    assertThat(line(report, "requests").cacheAside()).isEqualTo(2_000);
    for (String measure :
        List.of("requests per second", "read p50", "read p99", "application CPU per request")) {
      assertThat(line(report, measure).naive()).as(measure).isPositive();
      assertThat(line(report, measure).cacheAside()).as(measure).isPositive();
    }
    Measurement perSecond = line(report, "requests per second");
    assertThat(2_000 / perSecond.naive())
        .isCloseTo(line(report, "wall time").naive(), within(0.001));
  }

  private static TrafficPlan countedPlan(RequestSource source, long requests) {
    return TrafficPlan.replaying(source, 4, SKIPPED, requests).warmedUpFor(Duration.ofMillis(200));
  }

  private static TraceRequests trace(Path folder, int requests) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * (SKIPPED + requests));
    for (int i = 0; i < SKIPPED; i++) {
      bytes.putInt(KEYS + i);
    }
    for (int i = 0; i < requests; i++) {
      bytes.putInt(i % KEYS);
    }
    return TraceRequests.read(Files.write(folder.resolve("a.trace"), bytes.array()));
  }

  @Test
  void stampede_inMiniature_loadsOnceAndNaiveMoreOften() throws InterruptedException {
    Report report = play(new StampedeScenario(1, 8, 2, Duration.ofMillis(200)));

    assertThat(line(report, "loads per expiry, 1 JVM").naive()).isGreaterThan(1);
    assertThat(line(report, "loads per expiry, 2 JVMs").naive()).isGreaterThan(1);
    assertThat(line(report, "loads per expiry, 2 JVMs").cacheAside()).isEqualTo(1);
  }

  @Test
  void lateLoader_inMiniature_pinsTheOldPriceOnlyIfNaive() throws InterruptedException {
    Report report = play(new LateLoaderScenario(3));

    assertThat(line(report, "old price pinned, of 3").naive()).isEqualTo(3);
    assertThat(line(report, "old price pinned, of 3").cacheAside()).isZero();
  }

  @Test
  void missingKeys_inMiniature_reachTheDatabaseEachTimeOnlyIfNaive() throws InterruptedException {
    Report report = play(new MissingKeysScenario(200, 20, 4));

    assertThat(line(report, "loads for 20 missing ids").naive()).isEqualTo(200);
  }

  @Test
  void keyTrap_answersOfOthers_areGivenOnlyIfNaive() throws InterruptedException {
    Report report = play(new KeyTrapScenario());

    assertThat(line(report, "wrong answers, of 225").naive()).isPositive();
  }

  @Test
  void redisOutage_inMiniature_isNoticedOnlyIfNaive() throws InterruptedException {
    Report report = play(new OutageScenario(2, Duration.ofMillis(600)));

    assertThat(line(report, "hanging: errors").naive()).isPositive();
    assertThat(line(report, "dead: errors").naive()).isPositive();
  }
}
