package io.cacheaside.engine.entry;

import io.cacheaside.aspect.kinds.Bodies;
import io.cacheaside.aspect.kinds.EveryKind;
import io.cacheaside.engine.testing.ShapedEngine;
import io.cacheaside.engine.testing.ShapedEngine.Shape;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A program that calls annotated methods of every kind, and lets their bodies run elsewhere and
 * with other arguments. It prints a line for each: what was returned, and which threads ran bodies.
 */
final class ShapesProgram {
  private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(1);

  private ShapesProgram() {}

  public static void main(String[] arguments) throws Throwable {
    for (EveryKind kind : EveryKind.cached()) {
      System.out.println(kind.name() + ": " + plain(kind) + shaped(kind));
    }
    for (EveryKind kind : EveryKind.nested()) {
      System.out.println(kind.name() + ": " + plain(kind) + instead(kind));
    }
    for (EveryKind kind : EveryKind.invalidating()) {
      System.out.println("invalidating, " + kind.name() + ": " + result(kind));
    }
    TIMER.shutdownNow();
  }

  private static String plain(EveryKind kind) throws Throwable {
    try (ShapedEngine engine = installed(Shape.PLAIN)) {
      String called = told(kind.call().call());
      return called
          + ", again "
          + told(engine.again(false))
          + ", with other arguments "
          + told(engine.again(true));
    }
  }

  private static String shaped(EveryKind kind) throws Throwable {
    String shaped;
    try (ShapedEngine unused = installed(Shape.OTHER_ARGUMENTS)) {
      shaped = "; in the call " + told(kind.call().call());
    }
    // in the call of a synchronized method nobody may wait for its body
    return kind.name().equals("synchronized") ? shaped : shaped + instead(kind);
  }

  private static String instead(EveryKind kind) throws Throwable {
    try (ShapedEngine unused = installed(Shape.ANOTHER_THREAD)) {
      return "; instead of the caller " + told(kind.call().call());
    }
  }

  private static String result(EveryKind kind) throws Throwable {
    String plain;
    try (ShapedEngine unused = installed(Shape.PLAIN)) {
      plain = String.valueOf(kind.call().call());
    }
    try (ShapedEngine unused = installed(Shape.OTHER_ARGUMENTS)) {
      return plain + ", replaced " + kind.call().call();
    }
  }

  private static ShapedEngine installed(Shape shape) {
    return ShapedEngine.installed(shape, TIMER);
  }

  private static String told(@Nullable Object result) {
    List<Thread> runs = Bodies.runs();
    long here = runs.stream().filter(Thread.currentThread()::equals).count();
    Object shown = result instanceof byte[] bytes ? bytes[0] : result;
    return shown + " by" + times(here, "caller") + times(runs.size() - here, "other");
  }

  private static String times(long count, String whom) {
    return count == 0 ? "" : count == 1 ? " " + whom : " " + count + " " + whom + "s";
  }
}
