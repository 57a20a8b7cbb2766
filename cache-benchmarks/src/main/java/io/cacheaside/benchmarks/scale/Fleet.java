package io.cacheaside.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several JVMs that use one Redis. Not threadsafe. */
final class Fleet implements AutoCloseable {
  private final List<Member> members = new ArrayList<>();

  /** Starts so many, and waits until all have connected. */
  Fleet(int count, String uri) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        members.add(new Member(uri));
      }
      answers(count);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static final class Member {
    final Process process;
    final Writer orders;
    final BufferedReader answers;

    Member(String uri) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      process =
          new ProcessBuilder(
                  java,
                  "-Xms128m",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FleetMember.class.getName(),
                  uri)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
  }

  /** Gives the first members an order; returns at once. */
  void order(int count, String order) throws IOException {
    for (Member member : members.subList(0, count)) {
      member.orders.write(order + "\n");
      member.orders.flush();
    }
  }

  /** Waits for the answers of the first members. */
  List<String> answers(int count) throws IOException {
    List<String> all = new ArrayList<>();
    for (Member member : members.subList(0, count)) {
      String answer = member.answers.readLine();
      if (answer == null) {
        throw new IOException("a JVM has ended; its standard error says why");
      }
      all.add(answer);
    }
    return all;
  }

  /** Returns the CPU that all of them have used, in microseconds. */
  double cpuMicros() {
    Duration sum = Duration.ZERO;
    for (Member member : members) {
      sum = sum.plus(member.process.info().totalCpuDuration().orElseThrow());
    }
    return sum.toNanos() / 1e3;
  }

  @Override
  public void close() throws IOException {
    for (Member member : members) {
      member.orders.close(); // ends it
    }
    for (Member member : members) {
      try {
        if (!member.process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
          member.process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        member.process.destroyForcibly();
      }
    }
  }
}
