package io.cacheaside.testing;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What the command lines of this project have in common; a subclass is a picocli command and adds
 * its options. Exit status: what the call returns, 1 if it throws, 2 if an option is wrong.
 */
public abstract class CommandLineProgram implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = "--help",
      order = Integer.MAX_VALUE,
      usageHelp = true,
      description = "shows this text")
  private boolean help;

  /** Runs on the terminal and ends the JVM with the status. */
  protected final void runAndExit(String... arguments) {
    System.exit(execute(terminal(System.out), terminal(System.err), arguments));
  }

  private static PrintWriter terminal(PrintStream stream) {
    // on JDK 17 the stream's own charset is not to be had; all that is printed is ASCII
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs and returns the exit status. */
  public final int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(this)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (wrong, given) -> {
              err.println("error: " + wrong.getMessage());
              err.println("Try --help.");
              return CommandLine.ExitCode.USAGE;
            })
        .execute(arguments);
  }

  /** Returns what to throw if an option is wrong. */
  protected final ParameterException wrong(String message) {
    return new ParameterException(commandLine(), message);
  }

  /** Returns where the report goes. */
  protected final PrintWriter out() {
    return commandLine().getOut();
  }

  /** Returns where those who wait are told something. */
  protected final PrintWriter err() {
    return commandLine().getErr();
  }

  private CommandLine commandLine() {
    return requireNonNull(spec).commandLine();
  }
}
