package io.cacheaside.engine.flight;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A logical clock that ticks with each question which this JVM asks a store on behalf of several
 * calls. A call that noted the time when it began knows which questions were sent after that; their
 * answers are evidence for it as if it had asked itself (docs/protocol.md, the evidence rule). Not
 * final, so that a test can show what goes wrong without it.
 */
public class AskClock {
  private final AtomicLong asked = new AtomicLong();

  /** Returns the time of the newest question. */
  public long now() {
    return asked.get();
  }

  /** Returns the time of a question that is sent next; no other one has it. */
  public long tick() {
    return asked.incrementAndGet();
  }
}
