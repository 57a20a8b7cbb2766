package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The events of one key, sorted for the rules. */
final class KeyHistory {
  private static final Comparator<Event> BY_BEGIN = Comparator.comparingLong(Event::begin);

  private final Map<EventKind, List<Event>> events = new EnumMap<>(EventKind.class);
  private final NavigableMap<Long, Event> commits = new TreeMap<>();
  private final Map<Long, Event> written = new HashMap<>();
  private final Timeline floor;
  private final long[] deleteBegins;
  private final long[] earliestEnds;

  KeyHistory(List<Event> all) {
    for (EventKind kind : EventKind.values()) {
      events.put(kind, new ArrayList<>());
    }
    all.forEach(event -> of(event.kind()).add(event));
    events.values().forEach(list -> list.sort(BY_BEGIN));
    of(EventKind.COMMITTED).forEach(commit -> commits.putIfAbsent(commit.number(), commit));
    of(EventKind.WRITTEN).forEach(end -> written.putIfAbsent(end.number(), end));
    List<Event> deletes =
        of(EventKind.DELETED).stream().filter(delete -> delete.detail() == 1).toList();
    deleteBegins = deletes.stream().mapToLong(Event::begin).toArray();
    earliestEnds = deletes.stream().mapToLong(Event::end).toArray();
    for (int i = earliestEnds.length - 2; i >= 0; i--) {
      earliestEnds[i] = Math.min(earliestEnds[i], earliestEnds[i + 1]);
    }
    floor = new Timeline();
    commits.values().forEach(commit -> floor.add(acknowledged(commit), commit.number()));
    floor.sort();
  }

  /** Returns the events of a kind, sorted by their begin. */
  List<Event> of(EventKind kind) {
    return events.getOrDefault(kind, List.of());
  }

  /** Returns the commits by version. */
  NavigableMap<Long, Event> commits() {
    return commits;
  }

  /** Returns the end of the call that wrote a version, or null if it did not return. */
  @Nullable Event written(long version) {
    return written.get(version);
  }

  /** Returns the version that a read beginning now must bring at least. */
  long floorAt(long time) {
    return floor.highestBefore(time);
  }

  /**
   * Returns when a delete that was sent after the commit was first acknowledged: any delete does,
   * whoever sent it. {@link Long#MAX_VALUE} if none was.
   */
  long acknowledged(Event commit) {
    long byDelete = deleteSince(commit.end());
    Event end = written.get(commit.number());
    return end != null && end.detail() == 1 ? Math.min(byDelete, end.end()) : byDelete;
  }

  private long deleteSince(long time) {
    int first = Search.firstAfter(deleteBegins.length, i -> deleteBegins[i], time - 1);
    return first == deleteBegins.length ? Long.MAX_VALUE : earliestEnds[first];
  }
}
