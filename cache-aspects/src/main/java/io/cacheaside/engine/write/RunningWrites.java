package io.cacheaside.engine.write;

import io.cacheaside.background.StackRoom;
import io.cacheaside.engine.plan.WriteCall;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.support.Survived;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls of {@code @Invalidate} methods that have not ended, or whose end met an {@link Error}: none
 * is forgotten before its keys are delivered or left to recovery. Threadsafe.
 */
public final class RunningWrites {
  private final WritePath path;
  private final UndeliveredTargets undelivered;
  private final Set<WriteCall> running = ConcurrentHashMap.newKeySet();

  /** Creates those of an engine. */
  public RunningWrites(WritePath path, UndeliveredTargets undelivered) {
    this.path = path;
    this.undelivered = undelivered;
  }

  /** Begins the call; throws only for want of memory or stack, and then it has not begun. */
  public void begin(WriteCall write) {
    try {
      running.add(write);
      path.begin(write);
    } catch (Throwable e) {
      remove(write);
      throw e;
    }
  }

  /**
   * Ends the call. One whose end meets an Error is left to recovery. If that cannot be done here
   * and now, this throws, and the call stays among these: {@link #lookAfter} finds it.
   */
  public void end(WriteCall write, @Nullable Object result, boolean returned) {
    try {
      StackRoom.require();
      path.invalidate(write, result, returned);
    } catch (IllegalStateException notJournaled) {
      remove(write);
      throw notJournaled;
    } catch (StackOverflowError e) {
      path.end(write);
      throw e; // nothing more, where the stack ends: the look after writes finds it
    } catch (Throwable e) {
      leaveToRecovery(write);
      Survived.say("the end of an @Invalidate method failed, its keys are delivered later", e);
      remove(write);
      path.requireJournaled(write, returned, e);
      return;
    }
    remove(write);
  }

  /** Undoes {@link #begin} on the same thread: another engine makes the call. */
  public void abandon(WriteCall write) {
    remove(write);
  }

  private void leaveToRecovery(WriteCall write) {
    try {
      path.leaveToRecovery(write);
    } catch (Throwable e) {
      path.end(write); // by this thread: whoever finds the call later is another one
      throw e;
    }
  }

  private void remove(WriteCall write) {
    try {
      path.end(write);
    } finally {
      running.remove(write);
    }
  }

  /** Leaves to recovery what calls owe whose end met an Error. */
  public void lookAfter() {
    Object last = undelivered.overall.unsettled;
    List<WriteCall> leftOver = running.stream().filter(WriteCall::isLeftOver).toList();
    leftOver.forEach(path::leaveToRecovery); // if that throws, they are found once more
    leftOver.forEach(running::remove);
    undelivered.settled(last);
  }

  /** Returns how many there are. */
  public int size() {
    return running.size();
  }
}
