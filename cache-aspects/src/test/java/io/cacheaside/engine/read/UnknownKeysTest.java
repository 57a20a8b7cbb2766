package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.LogCapture;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What the keys of a write are made of fails while they are computed: the body runs all the same,
 * and where it is not known which entries are old, their region is cleared.
 */
class UnknownKeysTest extends EngineHarness {

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Users {
    private Users() {}

    @CacheAside(key = "user:{id}", ttl = "5m")
    static String user(int id) {
      return "";
    }

    @Invalidate(key = "user:{user.id}")
    static void save(User user) {}

    @Invalidate(key = "user:{user.id}", when = Invalidate.When.AROUND)
    static void saveFenced(User user) {}

    @Invalidate(key = "user:{users*.id}")
    static void saveAll(Collection<User> users) {}

    @Invalidate(key = "user:{users*.id}", when = Invalidate.When.AROUND)
    static void saveAllFenced(Collection<User> users) {}
  }

  /** What its id is, is asked anew each time. */
  record User(Supplier<Integer> source) {
    User(int id) {
      this(() -> id);
    }

    public int getId() {
      return source.get();
    }
  }

  /** What an application may throw, and no {@code LinkageError} or {@code AssertionError}. */
  private static final class ApplicationError extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static CallSite users(String name) {
    return new CallSite(Examples.method(Users.class, name));
  }

  private final CallSite user = users("user");

  private void fill() throws Throwable {
    for (int id = 0; id < 3; id++) {
      call(user, id, () -> "old");
    }
  }

  private void assertRemoved(int id) throws Throwable {
    AtomicInteger loads = new AtomicInteger();
    call(user, id, () -> "new " + loads.incrementAndGet());
    assertThat(loads).hasValue(1);
  }

  private void assertAllRemoved() throws Throwable {
    for (int id = 0; id < 3; id++) {
      assertRemoved(id);
    }
    assertThat(counters.snapshot().clears()).isEqualTo(1);
  }

  private void write(String method, Object argument) {
    try {
      engine.writeBegins(users(method), null, new Object[] {argument}).ended(null, true);
    } catch (OutOfMemoryError e) {
      throw new AssertionError(e); // JUnit would end all tests
    }
  }

  /** Elements 0, 1 and 2; the iterator tells at which it is. */
  private static Collection<User> users(IntConsumer at) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<User> iterator() {
        AtomicInteger next = new AtomicInteger();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            at.accept(next.get());
            return next.get() < 3;
          }

          @Override
          public User next() {
            return new User(next.getAndIncrement());
          }
        };
      }

      @Override
      public int size() {
        return 3;
      }
    };
  }

  private static void failAt1(int element, RuntimeException failure) {
    if (element == 1) {
      throw failure;
    }
  }

  private static void failAt1(int element, Error failure) {
    if (element == 1) {
      throw failure;
    }
  }

  /** As deep as it goes: this one returns to where there is stack again. */
  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static int overflow() {
    return overflow() + 1;
  }

  // Elements

  @Test
  void collection_thatGrowsWhileItIsRead_clearsTheRegion_andThatIsSaid() throws Throwable {
    fill();
    List<User> users = new ArrayList<>();
    users.add(
        new User(
            () -> {
              users.add(new User(7));
              return 0;
            }));
    users.addAll(List.of(new User(1), new User(2)));
    try (LogCapture log = new LogCapture()) {
      write("saveAll", users);
      assertThat(log.lines("WritePath"))
          .containsExactly(
              "ERROR io.cacheaside.engine.read.UnknownKeysTest$Users.saveAll(Collection): the @Invalidate"
                  + " key \"user:{users*.id}\" could not be computed for each element"
                  + " (java.util.ConcurrentModificationException in"
                  + " io.cacheaside.engine.plan.Elements.forEach; its stack is logged at DEBUG), so the"
                  + " region \"default\" is cleared instead");
    }
    assertAllRemoved();
    assertThat(counters.snapshot().skippedInvalidations()).isZero();
  }

  @Test
  void iterator_thatThrows_clearsTheRegion() throws Throwable {
    fill();
    write("saveAll", users(at -> failAt1(at, new IllegalStateException("away"))));
    assertAllRemoved();
  }

  @Test
  void iterator_thatThrowsBeforeTheBody_whichTakesTheElementsOut_clearsTheRegion()
      throws Throwable {
    fill();
    AtomicInteger reads = new AtomicInteger();
    Collection<User> users =
        users(
            at -> {
              if (at == 1 && reads.incrementAndGet() == 1) {
                throw new ConcurrentModificationException();
              }
            });
    List<User> argument =
        new ArrayList<>() {
          @Override
          public void forEach(Consumer<? super User> action) {
            users.forEach(action);
          }
        };
    write("saveAll", argument);
    assertAllRemoved();
  }

  @Test
  void iterator_thatThrowsAnError_lettingTheBodyRun_clearsTheRegion() throws Throwable {
    for (String method : List.of("saveAll", "saveAllFenced")) {
      fill();
      write(method, users(at -> failAt1(at, new ApplicationError())));
      for (int id = 0; id < 3; id++) {
        assertRemoved(id);
      }
      fill();
      write(method, users(at -> failAt1(at, new OutOfMemoryError("scripted"))));
      for (int id = 0; id < 3; id++) {
        assertRemoved(id);
      }
    }
  }

  @Test
  void element_whoseGetterThrows_clearsTheRegion() throws Throwable {
    fill();
    User broken =
        new User(
            () -> {
              throw new IllegalStateException("no id");
            });
    write("saveAll", List.of(new User(0), broken, new User(2)));
    assertAllRemoved();
  }

  @Test
  void elements_withoutEnd_stopWhereTheRegionIsCleared() throws Throwable {
    fill();
    AtomicInteger next = new AtomicInteger();
    Collection<User> endless =
        new AbstractCollection<>() {
          @Override
          public Iterator<User> iterator() {
            return new Iterator<>() {
              @Override
              public boolean hasNext() {
                return next.get() < 1_000_000; // a test that fails has to end
              }

              @Override
              public User next() {
                return new User(next.incrementAndGet());
              }
            };
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    write("saveAll", endless);
    assertThat(next.get()).isLessThanOrEqualTo(2 * Invalidations.MAX_KEYS);
    assertAllRemoved();
  }

  @Test
  void elements_ofASynchronizedCollection_areReadUnderItsLock() throws Throwable {
    fill();
    List<Boolean> locked = new ArrayList<>();
    List<Collection<User>> holder = new ArrayList<>();
    Collection<User> users =
        Collections.synchronizedCollection(
            List.of(
                new User(
                    () -> {
                      locked.add(Thread.holdsLock(holder.get(0)));
                      return 1;
                    })));
    holder.add(users);
    write("saveAll", users);
    assertThat(locked).containsOnly(true).isNotEmpty();
    assertRemoved(1);
  }

  // Keys of one entry

  private void assertBodyRuns(String method, Supplier<Integer> failing) throws Throwable {
    fill();
    AtomicInteger asked = new AtomicInteger();
    Supplier<Integer> failingFirst = () -> asked.incrementAndGet() == 1 ? failing.get() : 1;
    write(method, new User(failingFirst));
    assertRemoved(1);
    fill();
    write(method, new User(failing));
    assertRemoved(0); // it is not known which one
    assertRemoved(1);
  }

  @Test
  void getter_thatOverflows_letsTheBodyRun_andTheRegionIsCleared() throws Throwable {
    assertBodyRuns("save", UnknownKeysTest::overflow);
    assertBodyRuns("saveFenced", UnknownKeysTest::overflow);
  }

  @Test
  void getter_thatFindsNoMemory_letsTheBodyRun_andTheRegionIsCleared() throws Throwable {
    Supplier<Integer> failing =
        () -> {
          throw new OutOfMemoryError("scripted");
        };
    assertBodyRuns("save", failing);
    assertBodyRuns("saveFenced", failing);
  }

  @Test
  void getter_thatOverflowsBeforeTheBody_whichChangesTheKey_clearsTheRegion() throws Throwable {
    fill();
    AtomicInteger asked = new AtomicInteger();
    write("save", new User(() -> asked.incrementAndGet() == 1 ? overflow() : 1));
    assertAllRemoved();
  }
}
