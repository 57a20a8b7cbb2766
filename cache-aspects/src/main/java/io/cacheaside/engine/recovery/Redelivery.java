package io.cacheaside.engine.recovery;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.recovery.Delivery.Sent;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.support.EngineContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends undelivered targets to the store, many at once, and judges each by what became of it: what
 * was acknowledged is clean, what was not answered rests, and of what was refused together each is
 * sent alone next time, since one of them may be to blame. What is refused alone rests longer and
 * longer.
 */
public final class Redelivery {
  private static final int BATCH = 1_000;

  private final Delivery delivery;
  private final UndeliveredTargets undelivered;
  private final RefusalReport report;
  private final RetryPause pause;

  /** Creates it for one engine. */
  public Redelivery(
      EngineContext context,
      UndeliveredTargets undelivered,
      Delivery delivery,
      RefusalReport report) {
    this.delivery = delivery;
    this.undelivered = undelivered;
    this.report = report;
    this.pause = new RetryPause(context.random());
  }

  /**
   * One batch under way.
   *
   * @param batch what was sent
   * @param judged set when its end was seen
   */
  record Attempt(Map<Target, Undelivered> batch, List<Sent> sent, AtomicBoolean judged) {

    /** Returns a future that completes when all have an answer, be it a failure. */
    CompletableFuture<@Nullable Void> answers() {
      return Delivery.answers(sent);
    }

    private List<Undelivered> of(Sent part) {
      return part.targets().stream().map(target -> requireNonNull(batch.get(target))).toList();
    }
  }

  /** Sends what is due, at most a batch of it; returns null if nothing is. */
  @Nullable Attempt send() {
    List<Undelivered> due = undelivered.due(BATCH);
    if (due.isEmpty()) {
      return null;
    }
    Map<Target, Undelivered> batch = new HashMap<>();
    due.forEach(undelivered -> batch.put(undelivered.target(), undelivered));
    return new Attempt(batch, delivery.sendAgain(due), new AtomicBoolean());
  }

  /**
   * Draws the consequences for each target, once; one without an answer by now has failed.
   *
   * @return false if somebody else does
   */
  boolean judge(Attempt attempt) {
    if (!attempt.judged().compareAndSet(false, true)) {
      return false;
    }
    List<Undelivered> delivered = new ArrayList<>();
    List<Undelivered> unanswered = new ArrayList<>();
    List<Undelivered> refused = new ArrayList<>();
    Map<Target, Throwable> answers = new HashMap<>();
    for (Sent part : attempt.sent()) {
      List<Undelivered> some = attempt.of(part);
      Throwable failure = part.failure();
      if (part.isDelivered()) {
        delivered.addAll(some);
      } else if (failure == null || !part.isRefused()) {
        unanswered.addAll(some);
        seeLateAnswer(part, some);
      } else if (some.size() > 1) {
        undelivered.refusedTogether(some);
      } else {
        refused.addAll(some);
        answers.put(part.targets().get(0), failure);
      }
    }
    if (!delivered.isEmpty()) {
      undelivered.delivered(delivered);
    }
    undelivered.rest(unanswered, false, pause);
    undelivered
        .rest(refused, true, pause)
        .forEach(each -> report.refused(each, requireNonNull(answers.get(each.target()))));
    return true;
  }

  /** What succeeded is never sent again, also if nobody waited so long for the answer. */
  private void seeLateAnswer(Sent part, List<Undelivered> some) {
    var unused =
        part.answer()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    undelivered.delivered(some);
                  }
                });
  }
}
