package io.cacheaside.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where and when a run takes place. */
final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final long BYTES_PER_GIB = 1L << 30;

  private Machine() {}

  /** Returns the facts by name, in the order to show them. */
  static Map<String, String> describe(RedisServer server) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("start", Instant.now().toString());
    facts.put("processor", processor());
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "java",
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
    facts.put("redis", server.describe());
    facts.put("loadAverageAtStart", load());
    return facts;
  }

  /** Returns the load average of the last minute. */
  static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // only Linux has this file
    }
  }

  private static String memory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return String.format(
        Locale.ROOT, "%.1f GiB", (double) system.getTotalMemorySize() / BYTES_PER_GIB);
  }
}
