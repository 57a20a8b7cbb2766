package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.Body;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that go past the cache for a reason of which nothing else tells are told of. */
class BypassReportTest extends EngineHarness {
  private static final String FIND = Annotated.class.getName() + ".find(int)";

  private int circles;

  record User(String number) {
    public int getId() {
      return Integer.parseInt(number);
    }
  }

  static final class Users {
    private Users() {}

    @CacheAside(key = "user:{user.id}", ttl = "5m")
    static String name(User user) {
      return "";
    }
  }

  private interface Body {
    void run() throws Throwable;
  }

  private static List<String> toldTwice(Body body) throws Throwable {
    try (LogCapture log = new LogCapture()) {
      body.run();
      body.run();
      return log.lines("BypassReport");
    }
  }

  /** Replaces the engine by one whose store fails this way. */
  private void useStoreThatFails(Reason reason) {
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                return CompletableFuture.failedFuture(new StoreException(reason, "scripted", null));
              }
            },
            Duration.ofSeconds(20));
  }

  @Test
  void key_thatCannotBeComputed() throws Throwable {
    CallSite name =
        new CallSite(
            new AnnotatedMethod(
                Users.class.getDeclaredMethod("name", User.class), List.of("user")));
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 2; i++) {
        Load load = (Load) engine.read(name, null, new Object[] {new User("")});
        assertThat(load.completed("Ada")).isEqualTo("Ada");
      }
      assertThat(log.lines("BypassReport"))
          .containsExactly(
              "WARN "
                  + Users.class.getName()
                  + ".name(User): the key \"user:{user.id}\" could not be computed"
                  + " (java.lang.NumberFormatException in "
                  + User.class.getName()
                  + ".getId; its stack is logged at DEBUG), so the call is not cached");
      assertThat(log.all().lines()).as("no stack").hasSize(1);
    }
  }

  @Test
  void timeout() throws Throwable {
    useStoreThatFails(Reason.TIMEOUT);
    assertThat(toldTwice(() -> call(find, 1, () -> List.of("one"))))
        .containsExactly(
            "WARN "
                + FIND
                + ": Redis did not answer within the command-timeout of 5000 ms, so the call is not"
                + " cached");
  }

  @Test
  void overload() throws Throwable {
    useStoreThatFails(Reason.OVERLOADED);
    assertThat(toldTwice(() -> call(find, 1, () -> List.of("one"))))
        .containsExactly(
            "WARN "
                + FIND
                + ": this JVM cannot keep up with what it asks of Redis, so the call is not cached:"
                + " it has too little processor time, or too many calls run at once");
  }

  @Test
  void leaseOfOthers_isHeldTooLong() throws Throwable {
    engine.close();
    engine = engine(memory, Duration.ofMillis(1));
    LeaseToken others = LeaseTokens.random().next();
    memory.acquire(Key.of("test:default:{list:1}"), others, 60_000, null).join();
    List<String> told = toldTwice(() -> call(find, 1, () -> List.of("one")));
    assertThat(told)
        .containsExactly(
            "WARN "
                + FIND
                + ": another load of the key did not end within the wait-limit of 1 ms, or within"
                + " 200 ms where a call in a transaction waits for one in none, which may need its"
                + " connection; so the call is not cached: loads are slow, or a JVM died in one");
  }

  @Test
  void circle() throws Throwable {
    Callable<List<String>> inner = () -> List.of("one");
    assertThat(toldTwice(() -> callWithin(inner)))
        .containsExactly(
            "INFO "
                + FIND
                + ": a load asks for its own key, directly or through others, so the inner"
                + " call is not cached");
  }

  private void callWithin(Callable<List<String>> inner) throws Throwable {
    int id = ++circles;
    call(find, id, () -> callUnchecked(id, inner));
  }

  private Object callUnchecked(int id, Callable<List<String>> inner) throws Exception {
    try {
      return call(find, id, inner);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
