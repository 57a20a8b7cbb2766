package io.cacheaside.benchmarks.scale;

import io.cacheaside.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several JVMs that use one Redis. Not threadsafe. */
final class Fleet implements AutoCloseable {
  private final List<ChildJvm> members = new ArrayList<>();

  /** Starts so many, and waits until all have connected. */
  Fleet(int count, String uri) {
    try {
      for (int i = 0; i < count; i++) {
        List<String> options = List.of("-Xms128m", "-Xmx128m");
        members.add(ChildJvm.start("JVM " + i, FleetMember.class, options, uri));
      }
      answers(count);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Gives the first members an order; returns at once. */
  void order(int count, String order) {
    members.subList(0, count).forEach(member -> member.send(order));
  }

  /** Waits for the answers of the first members. */
  List<String> answers(int count) {
    return members.subList(0, count).stream().map(ChildJvm::answer).toList();
  }

  /** Returns the CPU that all of them have used, in microseconds. */
  double cpuMicros() {
    return members.stream().map(ChildJvm::cpuTime).mapToLong(Duration::toNanos).sum() / 1e3;
  }

  @Override
  public void close() {
    members.forEach(ChildJvm::close);
  }
}
