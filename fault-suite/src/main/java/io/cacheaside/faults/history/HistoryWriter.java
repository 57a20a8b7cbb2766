package io.cacheaside.faults.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends events to a file that is mapped into memory: what was appended is in the file even if the
 * process is killed the moment after. Memory does not grow with the history. Threadsafe.
 */
public final class HistoryWriter implements AutoCloseable {
  private static final int CHUNK = Event.BYTES << 16;

  private final int client;
  private final FileChannel channel;
  private MappedByteBuffer chunk;
  private long chunkStart;
  private int position;
  private boolean closed;

  /**
   * Creates the file.
   *
   * @param client the number of this process in its events
   */
  public HistoryWriter(Path file, int client) {
    this.client = client;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      chunk = channel.map(MapMode.READ_WRITE, 0, CHUNK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends an event of a call; see {@link Event}. After {@link #close} it is dropped. */
  public void append(
      EventKind kind,
      int detail,
      int reason,
      int key,
      int thread,
      int loadMicros,
      long number,
      long begin,
      long end) {
    Event event =
        new Event(kind, detail, reason, client, key, thread, loadMicros, number, begin, end);
    synchronized (this) {
      if (closed) {
        return;
      }
      if (position == CHUNK) {
        nextChunk();
      }
      event.writeBody(chunk, position);
      VarHandle.releaseFence();
      chunk.put(position, (byte) kind.number());
      position += Event.BYTES;
    }
  }

  /** Appends an event of the store. */
  public void append(EventKind kind, int detail, int key, long number, long begin, long end) {
    append(kind, detail, 0, key, 0, -1, number, begin, end);
  }

  private void nextChunk() {
    try {
      chunkStart += CHUNK;
      chunk = channel.map(MapMode.READ_WRITE, chunkStart, CHUNK);
      position = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
