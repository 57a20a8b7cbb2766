package io.cacheaside.benchmarks;

import io.cacheaside.testing.CommandLineProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the programs that measure have in common: a file for their figures. */
public abstract class MeasuringProgram extends CommandLineProgram {
  @Option(
      names = "--json",
      order = Integer.MAX_VALUE - 1,
      paramLabel = "FILE",
      defaultValue = "target/${COMMAND-NAME}.json",
      description = "the file for the figures (default: ${DEFAULT-VALUE})")
  private Path json = Path.of("");

  /** Returns the load average of the last minute. */
  protected static String load() {
    return Machine.load();
  }

  /** Writes the figures, and says where they are. */
  protected final void write(String figures) throws IOException {
    Path parent = json.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(json, figures);
    out().println("figures: " + json);
  }
}
