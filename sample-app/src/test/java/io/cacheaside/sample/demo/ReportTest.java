package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.cacheaside.sample.demo.Measurement.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static Report example() {
    Report report = new Report();
    report.show("traffic", "read p99", Unit.MILLIS, 12.3, 1.234);
    report.compare("traffic", "application CPU per hit", Unit.MICROS, 80, 20);
    report.compare("traffic", "wall time", Unit.SECONDS, 0, 12.34);
    report.compare("traffic", "hit rate", Unit.PERCENT, Double.NaN, 0);
    report.judge("traffic", "stale reads", Unit.COUNT, Criterion.exactly(0)).figures(1_017, 0);
    report
        .judge("redis-outage", "hits return after", Unit.MILLIS, Criterion.atMost(5_000))
        .figures(2, Double.POSITIVE_INFINITY);
    report.skip("stampede", "no time");
    return report;
  }

  @Test
  void table_ofAReport_isAligned() {
    assertThat(ReportTable.of(example()))
        .isEqualTo(
            """
            scenario      measure                    naive  CacheAside  ratio  verdict
            ------------  -----------------------  -------  ----------  -----  -------
            traffic       read p99                   12 ms     1.23 ms
            traffic       application CPU per hit  80.0 us     20.0 us   0.25
            traffic       wall time                  0.0 s      12.3 s
            traffic       hit rate                    none       0.0 %
            traffic       stale reads                1,017           0         ok (= 0)
            redis-outage  hits return after        2.00 ms       never         FAILED (<= 5,000)
            stampede                                                           skipped: no time
            """);
  }

  @Test
  void file_ofAReport_hasTheDocumentedFields(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/report.json");

    ReportFile.write(file, example(), Map.of("java", "17"));

    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertThat(json.keySet()).containsExactly("passed", "run", "measurements", "skipped", "failed");
    assertThat(json.get("passed").getAsBoolean()).isFalse();
    assertThat(json.getAsJsonObject("run")).hasToString("{\"java\":\"17\"}");
    assertThat(json.getAsJsonArray("measurements").get(0))
        .hasToString(
            "{\"scenario\":\"traffic\",\"measure\":\"read p99\",\"unit\":\"millis\","
                + "\"naive\":12.3,\"cacheAside\":1.234,\"ratio\":null,\"verdict\":\"info\","
                + "\"criterion\":null}");
    assertThat(json.getAsJsonArray("measurements").get(1))
        .hasToString(
            "{\"scenario\":\"traffic\",\"measure\":\"application CPU per hit\","
                + "\"unit\":\"micros\",\"naive\":80.0,\"cacheAside\":20.0,\"ratio\":0.25,"
                + "\"verdict\":\"info\",\"criterion\":null}");
    assertThat(json.getAsJsonArray("measurements").get(3).getAsJsonObject().get("naive"))
        .isEqualTo(JsonNull.INSTANCE);
    assertThat(json.getAsJsonArray("measurements").get(4))
        .hasToString(
            "{\"scenario\":\"traffic\",\"measure\":\"stale reads\",\"unit\":\"count\","
                + "\"naive\":1017,\"cacheAside\":0,\"ratio\":null,\"verdict\":\"pass\",\"criterion\":\"= 0\"}");
    assertThat(json.getAsJsonArray("measurements").get(5))
        .hasToString(
            "{\"scenario\":\"redis-outage\",\"measure\":\"hits return after\",\"unit\":\"millis\","
                + "\"naive\":2.0,\"cacheAside\":null,\"ratio\":null,"
                + "\"verdict\":\"fail\",\"criterion\":\"<= 5,000\"}");
    assertThat(json.getAsJsonArray("skipped"))
        .hasToString("[{\"scenario\":\"stampede\",\"reason\":\"no time\"}]");
    assertThat(json.getAsJsonArray("failed")).isEmpty();
  }

  @Test
  void passed_withoutFailures_isTrueEvenIfOneWasSkipped() {
    Report report = new Report();
    report.judge("traffic", "errors", Unit.COUNT, Criterion.exactly(0)).figures(3, 0);
    report.skip("redis-outage", "not ours");

    assertThat(report.passed()).isTrue();
  }

  @Test
  void passed_afterAScenarioBrokeOff_isFalse() {
    Report report = new Report();
    report.fail("traffic", "no connection");

    assertThat(report.passed()).isFalse();
  }
}
