package io.cacheaside.benchmarks.scale;

import java.util.HashMap;
import java.util.Map;

/**
 * What Redis counts, at one moment or between two.
 *
 * @param nanos the client's clock
 * @param cpuMicros of the thread that runs commands
 * @param bytesIn received
 * @param bytesOut sent
 * @param reads how often it read from a socket
 * @param memory allocated, in bytes
 * @param commands by name, in lower case
 */
record ServerCounters(
    long nanos,
    double cpuMicros,
    double bytesIn,
    double bytesOut,
    double reads,
    double memory,
    Map<String, Command> commands) {

  /**
   * One command.
   *
   * @param calls how often it ran
   * @param micros how long it ran altogether
   */
  record Command(double calls, double micros) {}

  /**
   * Reads the answer to {@code INFO all}.
   *
   * @throws IllegalStateException if a field is missing, because the server is older than 7.0
   */
  static ServerCounters parse(String info, long nanos) {
    Map<String, String> fields = new HashMap<>();
    Map<String, Command> commands = new HashMap<>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                String name = line.substring(0, colon);
                String text = line.substring(colon + 1).strip();
                if (name.startsWith("cmdstat_")) {
                  commands.put(name.substring("cmdstat_".length()), command(text));
                } else {
                  fields.put(name, text);
                }
              }
            });
    double seconds =
        number(fields, "used_cpu_user_main_thread") + number(fields, "used_cpu_sys_main_thread");
    return new ServerCounters(
        nanos,
        1e6 * seconds,
        number(fields, "total_net_input_bytes"),
        number(fields, "total_net_output_bytes"),
        number(fields, "total_reads_processed"),
        number(fields, "used_memory"),
        commands);
  }

  private static double number(Map<String, String> fields, String name) {
    String text = fields.get(name);
    if (text == null) {
      throw new IllegalStateException(
          "INFO has no " + name + "; measure with Redis 7.0 or newer, which has");
    }
    return Double.parseDouble(text);
  }

  private static Command command(String text) {
    double calls = 0;
    double micros = 0;
    for (String part : text.split(",", -1)) {
      if (part.startsWith("calls=")) {
        calls = Double.parseDouble(part.substring("calls=".length()));
      } else if (part.startsWith("usec=")) {
        micros = Double.parseDouble(part.substring("usec=".length()));
      }
    }
    return new Command(calls, micros);
  }

  ServerCounters minus(ServerCounters before) {
    Map<String, Command> difference = new HashMap<>();
    commands.forEach(
        (name, now) -> {
          Command then = before.commands.getOrDefault(name, new Command(0, 0));
          difference.put(name, new Command(now.calls - then.calls, now.micros - then.micros));
        });
    return new ServerCounters(
        nanos - before.nanos,
        cpuMicros - before.cpuMicros,
        bytesIn - before.bytesIn,
        bytesOut - before.bytesOut,
        reads - before.reads,
        memory - before.memory,
        difference);
  }

  double seconds() {
    return nanos / 1e9;
  }

  double calls(String command) {
    return commands.getOrDefault(command, new Command(0, 0)).calls;
  }

  /** Returns how long one run of the command took; NaN if there was none. */
  double microsPerCall(String command) {
    Command counted = commands.getOrDefault(command, new Command(0, 0));
    return counted.calls == 0 ? Double.NaN : counted.micros / counted.calls;
  }
}
