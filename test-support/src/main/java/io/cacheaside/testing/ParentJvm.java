package io.cacheaside.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The JVM that has started this one as its {@link ChildJvm}: says on the standard input what to do,
 * and is answered on the standard output. For one thread at a time.
 */
public final class ParentJvm {
  static final String OK = "ok";

  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** What this JVM can do. */
  public interface Commands {
    /** Does what the line says, and returns the rest of the answer. */
    String perform(String line) throws Exception;
  }

  /** Returns the next line. */
  public String next() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the input ended before this JVM was told what to do");
    }
    return line;
  }

  /**
   * Says a line.
   *
   * @throws IllegalStateException if nobody listens any more
   */
  public void say(String line) {
    out.println(line);
    if (out.checkError()) {
      throw new IllegalStateException("nobody listens any more");
    }
  }

  /**
   * Says that this JVM is ready, and does what it is told, one line at a time, until the input
   * ends: also if the other JVM is gone before it could be answered. An answer begins with {@code
   * ok}, or with {@code failed} and a reason.
   */
  public void serve(Commands commands) throws IOException {
    out.println(OK);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        out.println(OK + " " + commands.perform(line));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        out.println("failed interrupted");
      } catch (Exception e) {
        out.println("failed " + String.valueOf(e).replaceAll("\\R", " "));
      }
    }
  }
}
