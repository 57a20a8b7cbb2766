package io.cacheaside.faults.report;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.History;
import io.cacheaside.faults.history.Reasons;
import io.cacheaside.faults.history.Source;
import io.cacheaside.faults.history.Window;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What calls cost while the faults lasted, above the time that they were in the database, and how
 * soon there were hits again. Calls that shared another one's load are left out of the costs: they
 * wait for it by design.
 */
public final class CallTimes {
  private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;
  private static final int BREAKER_OPEN = Reasons.number(BypassReason.BREAKER_OPEN);

  private final List<Window> windows;
  private final List<Window> stops;
  private final Set<Integer> killed;
  private final int firstOwnKey;
  private final Histogram during = new Histogram(HIGHEST_NANOS, DIGITS);
  private final Histogram breakerOpen = new Histogram(HIGHEST_NANOS, DIGITS);
  private final Map<Integer, Client> clients = new HashMap<>();
  private final Map<Source, Long> sources = new EnumMap<>(Source.class);
  private final Map<Integer, Long> reasons = new HashMap<>();

  private CallTimes(
      List<Window> windows, List<Window> stops, Set<Integer> killed, int firstOwnKey) {
    this.windows = windows;
    this.stops = stops;
    this.killed = killed;
    this.firstOwnKey = firstOwnKey;
  }

  /** What is known of one client. */
  private static final class Client {
    private final long firstCall;
    private final long[] firstHits;

    Client(long firstCall, int windows) {
      this.firstCall = firstCall;
      this.firstHits = new long[windows];
      Arrays.fill(firstHits, Long.MAX_VALUE);
    }
  }

  /**
   * Measures a history.
   *
   * @param stops when the suite itself kept a client from working: calls of that client then are
   *     not counted
   * @param killed clients of which no hits are expected after their end
   * @param firstOwnKey the first row that only one thread asks for
   */
  public static CallTimes of(
      History history,
      List<Window> windows,
      List<Window> stops,
      Set<Integer> killed,
      int firstOwnKey) {
    CallTimes times = new CallTimes(windows, stops, killed, firstOwnKey);
    history.forEach(times::add);
    return times;
  }

  private void add(Event event) {
    if (event.kind() != EventKind.READ && event.kind() != EventKind.WRITTEN) {
      return;
    }
    boolean read = event.kind() == EventKind.READ;
    if (read) {
      sources.merge(event.source(), 1L, Long::sum);
      reasons.merge(event.reason(), 1L, Long::sum);
      addHit(event);
    }
    boolean shared = read && event.source() != Source.HIT && event.loadMicros() < 0;
    if (shared || !isDuringFault(event)) {
      return;
    }
    long nanos = Math.min(HIGHEST_NANOS, event.nanosAboveLoad());
    during.recordValue(nanos);
    if (read && event.reason() == BREAKER_OPEN && event.key() >= firstOwnKey) {
      breakerOpen.recordValue(nanos);
    }
  }

  private boolean isDuringFault(Event event) {
    return windows.stream().anyMatch(window -> window.overlaps(event.begin(), event.end()))
        && windows.stream().noneMatch(window -> stopped(window, event))
        && stops.stream().noneMatch(stop -> stopped(stop, event));
  }

  private static boolean stopped(Window window, Event event) {
    return window.client() == event.client() && window.overlaps(event.begin(), event.end());
  }

  private void addHit(Event read) {
    Client client =
        clients.computeIfAbsent(read.client(), number -> new Client(read.begin(), windows.size()));
    if (read.source() != Source.HIT) {
      return;
    }
    for (int i = 0; i < client.firstHits.length; i++) {
      if (read.begin() >= windows.get(i).end() && read.end() < client.firstHits[i]) {
        client.firstHits[i] = read.end();
      }
    }
  }

  /**
   * Returns the longest time from the end of a fault until a client had a hit again, in ns; {@link
   * Long#MAX_VALUE} if one had none.
   */
  public long recoveryNanos() {
    long longest = 0;
    for (Map.Entry<Integer, Client> entry : clients.entrySet()) {
      for (int i = 0; i < windows.size(); i++) {
        Window window = windows.get(i);
        if (isExpected(entry.getKey(), entry.getValue(), window)) {
          long hit = entry.getValue().firstHits[i];
          longest = Math.max(longest, hit == Long.MAX_VALUE ? hit : hit - window.end());
        }
      }
    }
    return longest;
  }

  /** Returns whether a client was there before the fault and must be there after it. */
  private boolean isExpected(int number, Client client, Window window) {
    boolean gone =
        killed.contains(number) && client.firstHits[windows.indexOf(window)] == Long.MAX_VALUE;
    return client.firstCall < window.begin() && !gone;
  }

  /** Returns how many reads got their value from there. */
  public long reads(Source source) {
    return sources.getOrDefault(source, 0L);
  }

  /** Returns how many reads went past the cache for this reason. */
  public long bypasses(BypassReason reason) {
    return reasons.getOrDefault(Reasons.number(reason), 0L);
  }

  /** Returns the calls while the faults lasted. */
  public Histogram during() {
    return during;
  }

  /**
   * Returns the reads past an open breaker, of rows that nobody else asked for: what the cache
   * itself costs then.
   */
  public Histogram breakerOpen() {
    return breakerOpen;
  }
}
