package io.cacheaside.benchmarks.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * The CPU that this JVM has used, with its compiler and its garbage collector.
 *
 * @param cpuMicros of all threads
 * @param loopMicros of the threads that read and write sockets
 */
record ClientClock(double cpuMicros, double loopMicros) {

  static ClientClock now() {
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long loops = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("EventLoop")) {
        loops += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return new ClientClock(system.getProcessCpuTime() / 1e3, loops / 1e3);
  }

  ClientClock minus(ClientClock before) {
    return new ClientClock(cpuMicros - before.cpuMicros, loopMicros - before.loopMicros);
  }
}
