package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.sample.demo.Measurement.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Each scenario in miniature, to its end, with everything real. */
@TestInstance(Lifecycle.PER_CLASS)
class ScenarioTest {
  private static final int PRODUCTS = 500;

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
    Report report = play(new TrafficScenario(Duration.ofMillis(500), 4, new ZipfRequests()));

    assertThat(line(report, "reads").naive()).isPositive();
    assertThat(line(report, "reads").cacheAside()).isPositive();
    assertThat(line(report, "hit rate").cacheAside()).isBetween(1.0, 100.0);
    assertThat(line(report, "stale reads").criterion()).isEqualTo("= 0");
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
