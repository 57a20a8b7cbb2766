package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new DemoCommand().execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private void assertRefused(String message, String... args) {
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("error: " + message, "Try --help.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void scenario_unknown_isRefusedWithTheNames() {
    assertRefused(
        "--scenario: there is no trafic; choose from traffic, stampede, late-loader,"
            + " missing-keys, key-trap, redis-outage",
        "--scenario",
        "trafic");
  }

  @Test
  void seconds_zero_isRefused() {
    assertRefused("--seconds: 0 is too short; give at least 1", "--seconds", "0");
  }

  @Test
  void requests_zero_isRefused() {
    assertRefused("--requests: 0 is too few; give at least 1", "--requests", "0");
  }

  @Test
  void requests_notANumber_isRefused() {
    assertRefused(
        "Invalid value for option '--requests': 'all' is not an int", "--requests", "all");
  }

  @Test
  void requests_moreThanTheTraceHas_areRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.trace"), new byte[12]);

    assertRefused(
        "--requests: 3 is more than the 2 of "
            + file
            + " after the first 1; give no more, or leave it out",
        "--trace",
        file.toString(),
        "--skip",
        "1",
        "--requests",
        "3");
  }

  @Test
  void skip_allOfTheTrace_isRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.trace"), new byte[12]);

    assertRefused(
        "--skip: 3 is not between 0 and 2, the last request of " + file,
        "--trace",
        file.toString(),
        "--skip",
        "3");
  }

  @Test
  void skip_withoutATrace_isRefused() {
    assertRefused("--skip: only a trace has requests to leave out; give --trace", "--skip", "5");
  }

  @Test
  void requests_withSeconds_areRefused() {
    assertRefused(
        "--seconds and --requests: the traffic ends after one of them; give only one",
        "--seconds",
        "30",
        "--requests",
        "1000");
  }

  @Test
  void seconds_withATrace_areRefused() {
    assertRefused(
        "--seconds: a trace ends after a number of requests, not after a time; give --requests",
        "--trace",
        "any.xz",
        "--seconds",
        "30");
  }

  @Test
  void threads_tooMany_isRefused() {
    assertRefused("--threads: 1000 is not between 1 and 256", "--threads", "1000");
  }

  @Test
  void redis_notAUri_isRefused() {
    assertRefused(
        "--redis: The Redis URI is not usable: its scheme is \"http\", not redis, redis-sentinel or"
            + " redis-cluster, nor one of these with rediss. It looks like"
            + " redis://[[user]:password@]host[:port][/database], or rediss:// for TLS",
        "--redis",
        "http://localhost");
  }

  @Test
  void jdbc_withoutDriver_isRefused() {
    assertRefused(
        "--jdbc: the database cannot be reached: No suitable driver found for jdbc:nothing",
        "--jdbc",
        "jdbc:nothing");
  }

  @Test
  void trace_missing_isRefused(@TempDir Path folder) {
    Path file = folder.resolve("none.xz");

    assertRefused("--trace: there is no file " + file, "--trace", file.toString());
  }

  @Test
  void option_unknown_isRefused() {
    assertRefused("Unknown option: '--speed'", "--speed");
  }

  @Test
  void outage_onAGivenRedis_isSkippedAndNoFailure(@TempDir Path folder) {
    Path report = folder.resolve("report.json");
    playOutage("--report", report.toString());
    assertThat(out.toString())
        .contains("skipped: a Redis given with --redis is not paused or killed");
    assertThat(report).isNotEmptyFile();
  }

  private void playOutage(String... more) {
    try (RedisServer redis = RedisServer.startProcess();
        LocalDatabase database = LocalDatabase.start()) {
      List<String> arguments = new ArrayList<>();
      Collections.addAll(
          arguments,
          "--redis",
          redis.uri(),
          "--jdbc",
          database.url(),
          "--scenario",
          "redis-outage");
      Collections.addAll(arguments, more);
      int status = run(arguments.toArray(String[]::new));

      assertThat(err.toString()).isEmpty();
      assertThat(status).isZero();
    }
  }

  @Test
  void report_startedByMaven_goesWhereTheOptionSaysIfThereIsOne(@TempDir Path folder)
      throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertThat(pom)
        .contains("\"-Ddemo.report=${project.build.directory}/demo/report.json\"")
        .doesNotContain("--report");
    Path usual = folder.resolve("usual.json");
    Path mine = folder.resolve("mine.json");
    System.setProperty("demo.report", usual.toString());
    try {
      playOutage("--report", mine.toString());
      assertThat(mine).isNotEmptyFile();
      assertThat(usual).doesNotExist();
      playOutage();
      assertThat(usual).isNotEmptyFile();
    } finally {
      System.clearProperty("demo.report");
    }
  }
}
