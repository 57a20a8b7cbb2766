package io.cacheaside.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ServerCountersTest {
  private static final String INFO =
      """
      # Stats
      total_net_input_bytes:100
      total_net_output_bytes:200
      total_reads_processed:10
      used_memory:5000
      used_cpu_sys_main_thread:0.5
      used_cpu_user_main_thread:1.25
      cmdstat_get:calls=4,usec=10,usec_per_call=2.50,rejected_calls=0,failed_calls=0
      """;

  @Test
  void counters_ofTwoMoments_areSubtracted() {
    ServerCounters before = ServerCounters.parse(INFO, 1_000);
    String later =
        INFO.replace("main_thread:1.25", "main_thread:1.5")
            .replace("input_bytes:100", "input_bytes:150")
            .replace("calls=4,usec=10", "calls=8,usec=22");
    ServerCounters used = ServerCounters.parse(later, 2_000_001_000).minus(before);
    assertEquals(2.0, used.seconds());
    assertEquals(250_000, used.cpuMicros(), 1e-3);
    assertEquals(50, used.bytesIn());
    assertEquals(4, used.calls("get"));
    assertEquals(3, used.microsPerCall("get"));
  }

  @Test
  void command_thatNeverRan_hasNoCallsAndNoTime() {
    ServerCounters counters = ServerCounters.parse(INFO, 0);
    assertEquals(0, counters.calls("evalsha"));
    assertEquals(Double.NaN, counters.microsPerCall("evalsha"));
  }

  @Test
  void server_beforeSeven_isRefused() {
    String old = INFO.replace("total_reads_processed", "something_else");
    assertEquals(
        "INFO has no total_reads_processed; measure with Redis 7.0 or newer, which has",
        assertThrows(IllegalStateException.class, () -> ServerCounters.parse(old, 0)).getMessage());
  }
}
