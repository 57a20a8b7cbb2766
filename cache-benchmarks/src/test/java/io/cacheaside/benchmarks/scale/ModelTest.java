package io.cacheaside.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {

  @ParameterizedTest
  @CsvSource({
    "8, 8",
    "9, 16",
    "16, 16",
    "17, 24",
    "25, 32",
    "33, 40",
    "57, 64",
    "65, 80",
    "81, 96",
    "113, 128",
    "129, 160",
    "452, 512",
    "513, 640",
    "30102, 32768",
    "32769, 40960"
  })
  void allocation_ofSoManyBytes_takesTheNextSizeClass(int bytes, int expected) {
    assertEquals(expected, Model.allocated(bytes));
  }

  @Test
  void entry_of350Bytes_isTwoTablesKeyObjectAndValue() {
    // 2 x (24 + 1.5 x 8) for the tables, 32 for a key of 27, 16 + 512 for a value of 446
    assertEquals(72 + 32 + 16 + 512, Model.entryBytes(27, 446));
  }

  @Test
  void lease_ofOneRecord_liesInOneAllocation() {
    assertEquals(72 + 32 + 56, Model.entryBytes(27, 32));
  }

  @ParameterizedTest
  @CsvSource({"1e9, 1000, 25e9, 40", "1, 1000, 25e9, 1", "1e9, 1000.1, 25e9, 41"})
  void shards_forSoManyEntries_areRoundedUp(
      double entries, double each, double shard, long expected) {
    assertEquals(expected, Model.shards(entries, each, shard));
  }

  @Test
  void throughput_ofFewProcessors_isSharedByClientAndRedis() {
    assertEquals(100_000, Model.callsPerSecond(2, 15, 5), 1e-6);
  }

  @Test
  void throughput_ofManyProcessors_isWhatRedisCanDo() {
    assertEquals(200_000, Model.callsPerSecond(64, 15, 5), 1e-6);
  }

  @Test
  void stampede_inOneJvm_isOneCommandPerThreadAndTwoForTheLoad() {
    assertEquals(8 + 1 + 1, Model.stampedeCommands(1, 8, 200), 1e-9);
  }

  @Test
  void stampede_overTwoJvms_addsWatchPollsAndLastLookup() {
    // 16 lookups, 2 questions; nobody polls within 50 ms; 1 watch, 1 lookup at the end, 1 populate
    assertEquals(16 + 2 + 1 + 1 + 1, Model.stampedeCommands(2, 8, 50), 1e-9);
    assertEquals(21 + Model.polls(1_000), Model.stampedeCommands(2, 8, 1_000), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"99, 0", "250, 1.056", "1000, 5.25", "10000, 56.7"})
  void polls_ofAWaiter_approachOneEach175Millis(int millis, double expected) {
    assertEquals(expected, Model.polls(millis), 0.03 * expected);
  }

  @Test
  void idleJvm_perSecond_sendsFourPingsAndOneInfo() {
    assertEquals(5_000, Model.idleCommandsPerSecond(1_000), 1e-9);
  }

  @Test
  void error_ofAPrediction_isRelativeToTheMeasurement() {
    assertEquals(-0.25, Model.error(75, 100), 1e-9);
  }
}
