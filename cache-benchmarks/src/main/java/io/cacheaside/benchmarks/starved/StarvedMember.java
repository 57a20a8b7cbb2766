package io.cacheaside.benchmarks.starved;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One of the JVMs: asks for one key with many threads, without a pause, from its first moment until
 * its input ends. It prints a line when Redis has answered for the first time, and in the end what
 * it did, a line for each {@link Event}.
 */
public final class StarvedMember {
  private static final long KEY = 1;
  private static final long MOST_SECONDS_TO_START = 60;

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final LongAdder calls = new LongAdder();

  /** When the call of a thread has asked for the lease, or null if it has not. */
  private final ThreadLocal<@Nullable Long> asked = new ThreadLocal<>();

  private final CountDownLatch ready = new CountDownLatch(1);
  private final HotKey hotKey;
  private volatile boolean over;

  private StarvedMember(long loadMillis) {
    this.hotKey = new HotKey(loadMillis);
  }

  /**
   * Asks until the input ends.
   *
   * @param arguments the URI of Redis, the number of threads, the milliseconds of a load
   */
  @SuppressWarnings("SystemOut") // how it answers
  public static void main(String[] arguments) throws Exception {
    StarvedMember member = new StarvedMember(Long.parseLong(arguments[2]));
    member.ask(arguments[0], Integer.parseInt(arguments[1]));
    for (Event event : member.events) {
      System.out.println(event.toLine());
    }
    System.out.println("calls " + member.calls.sum());
    System.exit(0); // callers may still wait
  }

  @SuppressWarnings("SystemOut") // how it answers
  private void ask(String redisUri, int threads) throws IOException, InterruptedException {
    CacheAsideConfig config =
        CacheAsideConfig.builder().redis(redisUri).app("starved").listener(new Recorder()).build();
    CacheAsideRuntime runtime = CacheAsideRuntime.install(config, this::recorded);
    for (int i = 0; i < threads; i++) {
      Thread caller = new Thread(this::callForever, "caller-" + i);
      caller.setDaemon(true);
      caller.start();
    }
    boolean answered = ready.await(MOST_SECONDS_TO_START, TimeUnit.SECONDS);
    System.out.println(answered ? "ok" : "failed: Redis does not answer");
    while (System.in.read() >= 0) {
      // only its end is an order
    }
    over = true;
    runtime.close();
  }

  private void callForever() {
    try {
      while (!over) {
        asked.remove();
        if (hotKey.find(KEY).id() != KEY) {
          throw new IllegalStateException("another key's value came");
        }
        calls.increment();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Event.Kind kind, Object detail) {
    if (!over) { // what the closing of the cache does to calls is not asked for
      events.add(Event.now(kind, detail));
    }
  }

  /** A proxy, so that what the store learns to do one day reaches it, too. */
  private Store recorded(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, given) -> recorded(store, method, given));
  }

  private @Nullable Object recorded(Store store, Method method, Object @Nullable [] given)
      throws Throwable {
    if (method.getName().equals("overdue")) {
      note(Event.Kind.OVERDUE, Thread.currentThread().getName());
    }
    if (method.getName().equals("acquire")) {
      asked.set(System.nanoTime());
    }
    Object result;
    try {
      result = method.invoke(store, given);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (ready.getCount() > 0 && result instanceof CompletableFuture<?> answer) {
      answer.thenRun(this::answered);
    }
    return result;
  }

  private synchronized void answered() {
    if (ready.getCount() > 0) {
      note(Event.Kind.READY, "an answer came");
      ready.countDown();
    }
  }

  /** Notes what happens; hits are not among it. */
  private final class Recorder implements CacheListener {
    @Override
    public void onLoadStart(CachedMethod method, Key key) {
      Long began = asked.get();
      String caller = Thread.currentThread().getName();
      if (began == null) {
        note(Event.Kind.LOAD, caller);
      } else if (!over) {
        events.add(new Event(began, Event.Kind.LOAD, caller));
      }
    }

    @Override
    public void onPopulate(CachedMethod method, Key key, PopulateOutcome outcome) {
      note(Event.Kind.POPULATE, outcome);
    }

    @Override
    public void onBypass(CachedMethod method, Key key, BypassReason reason) {
      note(Event.Kind.BYPASS, reason);
    }

    @Override
    public void onBreaker(BreakerState state) {
      note(Event.Kind.BREAKER, state);
    }
  }
}
