package io.cacheaside.faults.workload;

import io.cacheaside.testing.ParentJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client JVM: does what the coordinator tells it on its standard input, one command and one
 * answer at a time, and ends with the input.
 *
 * <pre>
 * begin ASSIGNMENT   installs the cache and starts the threads
 * count              reads and writes so far
 * clock              System.nanoTime
 * last-hit           when one of the latest hits began
 * crowd CALLS        makes that many reads at once, and answers when all have ended
 * errors ONE_IN      lets one of so many calls of the cache's own parts throw an Error; 0 for none
 * touch KEYS         goes on to invalidate that many keys
 * status             undelivered invalidations, touched keys, bytes of heap after a collection
 * halt               halts after the next commit
 * end                stops and answers how many invalidations are undelivered
 * </pre>
 */
final class Client {
  private final String jdbcUrl;
  private @Nullable Session session;

  private Client(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** Runs the client. The database's URL is the first line of the input. */
  public static void main(String[] args) throws IOException {
    ParentJvm coordinator = new ParentJvm();
    Client client = new Client(coordinator.next());
    coordinator.serve(client::perform);
    System.exit(0); // threads of a session that was not ended
  }

  private String perform(String line) throws InterruptedException {
    int space = line.indexOf(' ');
    String command = space < 0 ? line : line.substring(0, space);
    String rest = line.substring(space + 1);
    switch (command) {
      case "begin" -> session = Session.begin(jdbcUrl, Assignment.ofLine(rest));
      case "count" -> {
        return Long.toString(running().operations());
      }
      case "clock" -> {
        return Long.toString(System.nanoTime());
      }
      case "last-hit" -> {
        return Long.toString(running().lastHit());
      }
      case "crowd" -> running().crowd(Integer.parseInt(rest));
      case "errors" -> running().errors(Integer.parseInt(rest));
      case "touch" -> running().touch(Integer.parseInt(rest));
      case "status" -> {
        return running().undeliveredKeys()
            + " "
            + running().touched()
            + " "
            + heapAfterCollection();
      }
      case "halt" -> running().halt();
      case "end" -> {
        int left = running().end();
        session = null;
        return Integer.toString(left);
      }
      default -> throw new IllegalArgumentException("unknown command " + command);
    }
    return "";
  }

  private Session running() {
    if (session == null) {
      throw new IllegalStateException("no session was begun");
    }
    return session;
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
