package io.cacheaside.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir private Path directory;

  @Test
  void events_ofTwoWriters_comeBackAsTheyWereWritten() {
    HistoryWriter first = writer("a", 1);
    HistoryWriter second = writer("b", 2);
    first.append(EventKind.READ, Source.BYPASSED.number(), 3, 17, 4, 250, 1L << 40, -5, 9);
    second.append(EventKind.DELETED, 1, 18, 0, 100, 200);

    assertThat(events())
        .containsExactly(
            new Event(EventKind.READ, Source.BYPASSED.number(), 3, 1, 17, 4, 250, 1L << 40, -5, 9),
            new Event(EventKind.DELETED, 1, 0, 2, 18, 0, -1, 0, 100, 200));
    first.close();
    second.close();
  }

  @Test
  void writer_thatWasNeverClosed_hasLostNothing() {
    HistoryWriter writer = writer("killed", 1);
    int many = 200_000; // several chunks
    for (int i = 0; i < many; i++) {
      writer.append(EventKind.GRANTED, 0, 1, i, i, i + 1);
    }

    List<Event> events = events();
    assertThat(events).hasSize(many);
    assertThat(events.get(many - 1).number()).isEqualTo(many - 1);
    writer.close();
  }

  @Test
  void writer_afterItsEnd_dropsEvents() {
    HistoryWriter writer = writer("a", 1);
    writer.close();
    writer.append(EventKind.GRANTED, 0, 1, 1, 1, 2);

    assertThat(events()).isEmpty();
  }

  @Test
  void read_withALoad_isMeasuredAboveIt() {
    Event loaded = new Event(EventKind.READ, 0, 0, 1, 1, 1, 3, 1, 10_000, 15_000);
    Event hit = new Event(EventKind.READ, 0, 0, 1, 1, 1, -1, 1, 10_000, 15_000);

    assertThat(loaded.nanosAboveLoad()).isEqualTo(2_000);
    assertThat(hit.nanosAboveLoad()).isEqualTo(5_000);
  }

  private HistoryWriter writer(String name, int client) {
    return new HistoryWriter(directory.resolve(name + History.SUFFIX), client);
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    new History(directory).forEach(events::add);
    return events;
  }
}
