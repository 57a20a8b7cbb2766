package io.cacheaside.engine.read;

import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.WaitCircle;
import io.cacheaside.engine.read.ReadStep.Ask;
import io.cacheaside.engine.read.ReadStep.Await;
import io.cacheaside.engine.read.ReadStep.End;
import io.cacheaside.engine.support.Waiting;
import org.jspecify.annotations.Nullable;

/** Takes the steps of a read one after the other, and waits on the caller's thread. */
final class BlockingDriver {
  private final Waiting waiting;
  private final WaitCircle circle;

  BlockingDriver(Waiting waiting, WaitCircle circle) {
    this.waiting = waiting;
    this.circle = circle;
  }

  /** Returns the outcome of the read. */
  @Nullable Object drive(ReadStep first) throws Throwable {
    ReadStep step = first;
    while (true) {
      if (step instanceof End end) {
        return end.outcome();
      }
      step = step instanceof Ask<?> ask ? take(ask) : take((Await) step);
    }
  }

  private <T extends @Nullable Object> ReadStep take(Ask<T> ask) throws Throwable {
    T answer;
    try {
      answer = waiting.forStore(ask.call());
    } catch (Throwable why) {
      return ask.next().without(why);
    }
    return ask.next().after(answer);
  }

  private ReadStep take(Await await) throws Throwable {
    boolean happened;
    try {
      happened = happens(await);
    } catch (Throwable why) {
      return await.next().without(why);
    }
    return await.next().after(happened);
  }

  /** Waits; if a flight of this JVM has to land first, never for oneself. */
  private boolean happens(Await await) {
    Flight flight = await.flight();
    if (flight == null) {
      return Waiting.forSignal(await.signal(), await.nanos());
    }
    circle.enter(flight);
    try {
      return Waiting.forSignal(await.signal(), await.nanos());
    } finally {
      circle.leave();
    }
  }
}
