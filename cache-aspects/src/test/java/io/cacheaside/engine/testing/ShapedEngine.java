package io.cacheaside.engine.testing;

import static java.util.Objects.requireNonNull;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.Body;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.store.MemoryStore;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An engine whose calls have shapes that only tests know. Used by one thread. */
public final class ShapedEngine extends CacheEngine {
  private final Shape shape;
  private @Nullable Call loaded;

  /** What is done about a load. */
  public enum Shape {
    PLAIN,
    /** The caller runs the body with arguments that the load says. */
    OTHER_ARGUMENTS,
    /** The load says no arguments at all, which is wrong. */
    NO_ARGUMENTS,
    /** The body runs on another thread, and the caller waits for it. */
    ANOTHER_THREAD
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Call(CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) {}

  /** Returns one that is in force. */
  public static ShapedEngine installed(Shape shape, ScheduledExecutorService timer) {
    ShapedEngine engine = new ShapedEngine(shape, timer);
    if (!engine.install()) {
      throw new AssertionError("another engine is installed");
    }
    return engine;
  }

  private ShapedEngine(Shape shape, ScheduledExecutorService timer) {
    super(
        "kinds",
        new MemoryStore(),
        new KryoCodec(KryoCodecOptions.defaults()),
        CacheListener.NONE,
        EngineOptions.DEFAULTS,
        Map.of(),
        timer);
    this.shape = shape;
  }

  @Override
  public @Nullable Object read(
      CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) throws Throwable {
    Object outcome = super.read(site, receiver, arguments);
    if (!(outcome instanceof Load load)) {
      return outcome;
    }
    if (loaded == null && shape == Shape.PLAIN) {
      loaded = new Call(site, receiver, arguments);
    }
    return switch (shape) {
      case PLAIN -> load;
      case OTHER_ARGUMENTS -> new OtherArguments(load, ShapedEngine::others);
      case NO_ARGUMENTS -> new OtherArguments(load, given -> new Object[0]);
      case ANOTHER_THREAD -> onAnotherThread(() -> run(load, site.body(), receiver, arguments));
    };
  }

  /** Returns whether the body of the first call that loaded can be run by somebody else. */
  public boolean isReachable() {
    return requireNonNull(loaded).site().body().isReachable();
  }

  /** Runs the body of the first call that loaded, another time and on another thread. */
  public @Nullable Object again(boolean otherArguments) throws Throwable {
    Load load =
        otherArguments ? new OtherArguments(Load.UNCACHED, ShapedEngine::others) : Load.UNCACHED;
    Call call = requireNonNull(loaded);
    return onAnotherThread(() -> run(load, call.site().body(), call.receiver(), call.arguments()));
  }

  private static @Nullable Object run(
      Load load, Body body, @Nullable Object receiver, @Nullable Object[] arguments)
      throws Exception {
    try {
      return body.runFor(load, receiver, arguments);
    } catch (Error | Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable Object onAnotherThread(Callable<@Nullable Object> task)
      throws Throwable {
    FutureTask<@Nullable Object> future = new FutureTask<>(task);
    new Thread(future).start();
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Override
  public Write writeBegins(CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) {
    Write write = super.writeBegins(site, receiver, arguments);
    return shape == Shape.PLAIN
        ? write
        : new OtherResult(this, site.invalidationPlan(this), receiver, arguments, write);
  }

  /** A load that wants the body to be run with others than those of the call. */
  private static final class OtherArguments extends Load {
    private final Load load;
    private final UnaryOperator<@Nullable Object[]> others;

    OtherArguments(Load load, UnaryOperator<@Nullable Object[]> others) {
      this.load = load;
      this.others = others;
    }

    @Override
    public @Nullable Object[] arguments(@Nullable Object[] arguments) {
      return others.apply(load.arguments(arguments));
    }

    @Override
    public @Nullable Object completed(@Nullable Object value) {
      return load.completed(value);
    }

    @Override
    public @Nullable Object answerInstead(Throwable failure) throws Throwable {
      return load.answerInstead(failure);
    }
  }

  /** A write that puts another result into the place of the method's. */
  private static final class OtherResult extends Write {
    private final Write write;

    OtherResult(
        CacheEngine engine,
        InvalidationPlan plan,
        @Nullable Object receiver,
        @Nullable Object[] arguments,
        Write write) {
      super(engine, plan, receiver, arguments);
      this.write = write;
    }

    @Override
    public @Nullable Object returned(@Nullable Object result) {
      return other(write.returned(result));
    }
  }

  private static @Nullable Object[] others(@Nullable Object[] arguments) {
    return Stream.of(arguments).map(ShapedEngine::other).toArray();
  }

  /** Returns another value of the same type. */
  private static @Nullable Object other(@Nullable Object value) {
    if (value instanceof Integer number) {
      return number + 10;
    }
    if (value instanceof Long number) {
      return number + 10;
    }
    if (value instanceof Short number) {
      return (short) (number + 10);
    }
    if (value instanceof Byte number) {
      return (byte) (number + 10);
    }
    if (value instanceof Double number) {
      return number + 10;
    }
    if (value instanceof Float number) {
      return number + 10;
    }
    if (value instanceof Character letter) {
      return (char) (letter + 1);
    }
    if (value instanceof Boolean flag) {
      return !flag;
    }
    if (value instanceof int[] numbers) {
      return new int[] {numbers[0], 10};
    }
    return value == null ? null : value + "'";
  }
}
