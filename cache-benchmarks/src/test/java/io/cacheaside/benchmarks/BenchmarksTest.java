package io.cacheaside.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The command line, with real JVMs and a real Redis. */
@Tag("heavy")
class BenchmarksTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    return new Benchmarks().execute(new PrintWriter(out), new PrintWriter(errors), arguments);
  }

  private String firstError() {
    return errors.toString().lines().findFirst().orElse("");
  }

  @Test
  void only_unknownWord_listsTheKnown() {
    assertThat(run("--only", "hit350x1,hit", "--peers", "none")).isEqualTo(2);
    assertThat(firstError())
        .isEqualTo(
            "error: --only does not know \"hit\"; there are alternating, hit350x1, hit350x8, hit350x32,"
                + " hit350x256v, hit30kx1, hit30kx8, negative, miss, invalidation, stampede64,"
                + " stampede4x16, own, advice, key, header, codec");
  }

  @Test
  void contenders_unknownName_listsTheKnown() {
    assertThat(run("--contenders", "spring", "--peers", "none")).isEqualTo(2);
    assertThat(firstError())
        .isEqualTo(
            "error: --contenders does not know \"spring\"; there are hand, tuned, raw, cacheaside");
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void only_virtualThreadsOnAnOldJdk_saysWhatToUse() {
    assertThat(run("--only", "hit350x256v", "--peers", "none")).isEqualTo(2);
    assertThat(firstError())
        .isEqualTo(
            "error: --only hit350x256v needs virtual threads, and this is JDK "
                + Runtime.version().feature()
                + "; use JDK 21 or later");
  }

  @Test
  void quickAndThorough_together_areRefused() {
    assertThat(run("--quick", "--thorough")).isEqualTo(2);
    assertThat(firstError())
        .isEqualTo("error: --quick and --thorough exclude each other; use one of them");
  }

  @Test
  void rounds_zero_isRefused() {
    assertThat(run("--rounds", "0")).isEqualTo(2);
    assertThat(firstError()).isEqualTo("error: --rounds = 0 is too small; use 1 or more");
  }

  @Test
  void option_unknown_isNamed() {
    assertThat(run("--fast")).isEqualTo(2);
    assertThat(firstError()).isEqualTo("error: Unknown option: '--fast'");
  }

  @Test
  void run_twoContendersOneScenario_tableAndJsonHoldBoth(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("figures.json");

    int status =
        run(
            "--only",
            "negative,stampede64",
            "--contenders",
            "hand,cacheaside",
            "--rounds",
            "1",
            "--millis",
            "50",
            "--peers",
            "none",
            "--json",
            file.toString());

    assertThat(status).as(errors.toString()).isZero();
    assertThat(out.toString())
        .contains("Negative hit, 1 thread", "  by hand  ", "  CacheAside  ", "1 load, p99 <= 250")
        .doesNotContain("FAILED", "tuned");
    JsonObject json = new Gson().fromJson(Files.readString(file), JsonObject.class);
    JsonObject section = json.getAsJsonArray("sections").get(0).getAsJsonObject();
    assertThat(section.get("word").getAsString()).isEqualTo("negative");
    JsonObject woven = section.getAsJsonArray("rows").get(1).getAsJsonObject();
    assertThat(woven.get("name").getAsString()).isEqualTo("CacheAside");
    assertThat(woven.get("baseline").getAsString()).isEqualTo("by hand");
    assertThat(woven.get("p50Nanos").getAsDouble()).isPositive();
    assertThat(woven.get("bytesPerCallRatio").getAsDouble()).isPositive();
    assertThat(woven.getAsJsonArray("rounds")).hasSize(1);
    JsonObject stampede = json.getAsJsonArray("stampedes").get(0).getAsJsonObject();
    JsonObject byHand = stampede.getAsJsonArray("rows").get(0).getAsJsonObject();
    assertThat(byHand.get("loads").getAsLong()).isGreaterThan(1);
    assertThat(byHand.get("p50Millis").getAsDouble()).isGreaterThan(Stampedes.LOAD_MILLIS);
  }
}
