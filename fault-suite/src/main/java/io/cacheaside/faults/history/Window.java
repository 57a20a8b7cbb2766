package io.cacheaside.faults.history;

/**
 * The time of one fault: from just before it was made until just after it was undone.
 *
 * @param begin on the clock of {@link System#nanoTime}
 * @param end on the same clock: when the server, the connection or the client was back
 * @param client the client that was stopped or killed, or -1 if no client was
 * @param effects what it may have done to Redis
 */
public record Window(long begin, long end, int client, Effects effects) {

  /**
   * What a fault does to what is in Redis.
   *
   * @param loses entries and leases may vanish
   * @param rollsBack deletes that were acknowledged may be undone
   * @param empties nothing at all is left at the end
   */
  public record Effects(boolean loses, boolean rollsBack, boolean empties) {
    /** Nothing is lost. */
    public static final Effects NONE = new Effects(false, false, false);

    /** Entries and leases may vanish; deletes stay deleted. */
    public static final Effects LOSES = new Effects(true, false, false);

    /** Everything vanishes. */
    public static final Effects EMPTIES = new Effects(true, false, true);

    /** As after a failover to a replica that lagged behind. */
    public static final Effects ROLLS_BACK = new Effects(true, true, false);
  }

  /** Returns whether the two closed intervals have a moment in common. */
  public boolean overlaps(long from, long to) {
    return begin <= to && from <= end;
  }
}
