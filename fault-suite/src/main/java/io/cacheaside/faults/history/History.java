package io.cacheaside.faults.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The events of one run: the files of one directory, one for each client process. Nothing is kept
 * in memory; each pass reads the files again.
 */
public final class History {
  /** The end of the names of history files. */
  public static final String SUFFIX = ".history";

  private static final int EVENTS_PER_READ = 4096;

  private final Path directory;

  /** Creates the history that lies in a directory. */
  public History(Path directory) {
    this.directory = directory;
  }

  /** Returns how many bytes the files have together; the last part of each may be empty. */
  public long bytes() {
    long sum = 0;
    for (Path file : files()) {
      try {
        sum += Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sum;
  }

  /** Hands over all events; those of one client come in the order in which they were recorded. */
  public void forEach(Consumer<Event> consumer) {
    for (Path file : files()) {
      try (FileChannel channel = FileChannel.open(file)) {
        read(channel, consumer);
      } catch (IOException e) {
        throw new UncheckedIOException("the history " + file + " cannot be read", e);
      }
    }
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(FileChannel channel, Consumer<Event> consumer) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(EVENTS_PER_READ * Event.BYTES);
    while (true) {
      buffer.clear();
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        Thread.onSpinWait();
      }
      buffer.flip();
      for (int at = 0; at + Event.BYTES <= buffer.limit(); at += Event.BYTES) {
        if (buffer.get(at) == 0) {
          return;
        }
        consumer.accept(Event.read(buffer, at));
      }
      if (buffer.limit() < buffer.capacity()) {
        return;
      }
    }
  }
}
