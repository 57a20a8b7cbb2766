package io.cacheaside.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.benchmarks.contenders.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Row byHand = new Row("by hand", null);

  private static List<String> cells(String line) {
    return List.of(line.strip().split(" {2,}"));
  }

  @Test
  void line_severalRounds_ratiosAreMediansOfTheRoundsRatios() {
    Row woven = new Row("woven", byHand, new Promise(Metric.P50, 1.10));
    byHand.add(0, new Figures(10_000, 90_000, 1_000, 2_000));
    byHand.add(1, new Figures(20_000, 90_000, 2_000, 2_000));
    byHand.add(2, new Figures(40_000, 90_000, 4_000, 2_000));
    woven.add(0, new Figures(20_000, 80_000, 1_000, 2_400));
    woven.add(1, new Figures(18_000, 80_000, 1_000, 2_400));
    woven.add(2, new Figures(42_000, 80_000, 8_000, 2_400));

    assertThat(cells(Report.line(woven, Metric.P50)))
        .containsExactly(
            "woven",
            "20.0 us",
            "80.0 us",
            "1,000",
            "2,400",
            "1.05",
            "1.00",
            "1.20",
            "0.90-2.00",
            "p50 <= 1.10x: kept");
  }

  @Test
  void line_roundWithoutBaseline_isLeftOutOfTheRatio() {
    Row peer = new Row("peer", byHand);
    byHand.add(1, new Figures(10_000, 90_000, 1_000, 2_000));
    peer.add(0, new Figures(90_000, 90_000, 1_000, 2_000));
    peer.add(1, new Figures(20_000, 90_000, 1_000, 2_000));

    assertThat(peer.ratio(Metric.P50)).isEqualTo(2.0);
  }

  @Test
  void line_rateBelowItsBound_isMissed() {
    Row woven = new Row("woven", byHand, new Promise(Metric.RATE, 2.0));
    byHand.add(0, new Figures(10_000, 90_000, 1_000, 2_000));
    woven.add(0, new Figures(10_000, 90_000, 1_900, 2_000));

    assertThat(Report.line(woven, Metric.RATE)).endsWith("  ops/s >= 2.00x: MISSED");
  }

  @Test
  void line_noBaselineMeasured_saysNothingOfARatio() {
    Row woven = new Row("woven", byHand, new Promise(Metric.P50, 1.10));
    woven.add(0, new Figures(10_000, 90_000, 1_900, 2_000));

    assertThat(cells(Report.line(woven, Metric.P50)))
        .containsExactly("woven", "10.0 us", "90.0 us", "1,900", "2,000");
  }

  @Test
  void line_promiseWithoutBaseline_isAbsolute() {
    Row own = new Row("own part", null, Promises.OWN_TIME, Promises.OWN_BYTES);
    own.add(0, new Figures(149, Double.NaN, Double.NaN, 201));

    assertThat(cells(Report.line(own, Metric.P50)))
        .containsExactly("own part", "149 ns", "201", "p50 <= 150 ns: kept, B/op <= 200 B: MISSED");
  }

  @Test
  void line_secondLoadInTheFirstStampede_isMissed_butItsWaitsDoNotCount() {
    Stampedes.Result result =
        new Stampedes.Result(
            "woven",
            true,
            List.of(new Stampedes.Play(2, 400, 500)),
            List.of(new Stampedes.Play(1, 201, 210)),
            List.of());

    assertThat(cells(Report.line(result, Stampedes.Crowd.ONE_JVM)))
        .containsExactly("woven", "201 ms", "210 ms", "2 loads", "1 load, p99 <= 250 ms: MISSED");
  }

  @Test
  void line_secondLoadInAStampede_isMissed() {
    Stampedes.Result result =
        new Stampedes.Result(
            "woven",
            true,
            List.of(new Stampedes.Play(1, 400, 500)),
            List.of(new Stampedes.Play(1, 201, 210), new Stampedes.Play(2, 202, 220)),
            List.of());

    assertThat(cells(Report.line(result, Stampedes.Crowd.ONE_JVM)))
        .containsExactly("woven", "202 ms", "215 ms", "2 loads", "1 load, p99 <= 250 ms: MISSED");
  }
}
