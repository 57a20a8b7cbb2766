package io.cacheaside.benchmarks.starved;

import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.CommandLineProgram;
import io.cacheaside.testing.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts several JVMs at once, each with many threads that ask for one key, and counts the loads
 * for each of its expiries. Redis is well all the time; only processors are missing. Exit status: 0
 * if each run had one load for each expiry and no event of a circuit breaker, 1 if not.
 */
@Command(
    name = "starved",
    sortOptions = false,
    description = "Counts the loads of one hot key in JVMs that have no processor.")
public final class Starved extends CommandLineProgram {
  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "10",
      description = "runs, each with a new Redis and new JVMs (default: 10)")
  private int runs;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "7",
      description = "how long each goes on when all JVMs are connected (default: 7)")
  private int seconds;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      defaultValue = "4",
      description = "how many JVMs begin together (default: 4)")
  private int jvms;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "16",
      description = "callers in each JVM (default: 16)")
  private int threads;

  @Option(
      names = "--load-millis",
      paramLabel = "N",
      defaultValue = "200",
      description = "how long a load takes (default: 200)")
  private long loadMillis;

  @Option(names = "--story", description = "prints what each JVM did and when")
  private boolean story;

  /** Plays the runs and ends the JVM with the status. */
  public static void main(String[] arguments) {
    new Starved().runAndExit(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int kept = 0;
    for (int i = 1; i <= runs; i++) {
      Run run = play();
      kept += run.isKept() ? 1 : 0;
      out().printf("run %2d  %s%n", i, run.summary());
      if (story) {
        run.story().forEach(out()::println);
      }
    }
    out()
        .printf(
            "%d of %d runs with one load for each expiry and no breaker event; processors: %d%n",
            kept, runs, Runtime.getRuntime().availableProcessors());
    return kept == runs ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Run play() throws IOException, InterruptedException {
    List<ChildJvm> members = new ArrayList<>();
    try (RedisServer redis = RedisServer.startProcess()) {
      long start = System.nanoTime();
      for (int i = 0; i < jvms; i++) {
        members.add(
            ChildJvm.start(
                "JVM " + i,
                StarvedMember.class,
                List.of("-Xmx256m"),
                redis.uri(),
                Integer.toString(threads),
                Long.toString(loadMillis)));
      }
      for (ChildJvm member : members) {
        member.answer();
      }
      TimeUnit.SECONDS.sleep(seconds);
      for (ChildJvm member : members) {
        member.endInput();
      }
      return new Run(start, members.stream().map(Starved::story).toList());
    } finally {
      members.forEach(ChildJvm::close);
    }
  }

  private static Run.Jvm story(ChildJvm member) {
    List<Event> events = new ArrayList<>();
    String line = member.receive();
    while (!line.startsWith("calls ")) {
      events.add(Event.ofLine(line));
      line = member.receive();
    }
    return new Run.Jvm(events, Long.parseLong(line.substring("calls ".length())));
  }
}
