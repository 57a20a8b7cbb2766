package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.plan.EntryOwners;
import io.cacheaside.engine.plan.GermanTitles;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.fixtures.LogCapture;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two methods that no build has seen together have the same keys, and values of different types.
 */
class ReplacedEntriesTest extends EngineHarness {
  private static final String LOGGER = "EntryOwners";
  private static final String SAID =
      "ERROR io.cacheaside.engine.read.ReplacedEntriesTest$Numbers.number(int): @CacheAside key"
          + " \"both:{other}\": io.cacheaside.engine.read.ReplacedEntriesTest$Names.name(int) has the"
          + " key \"both:{id}\" in the same region and returns java.lang.String, but this method"
          + " java.lang.Long, so they replace each other's entries; use another key or region for"
          + " one of them. Until then this method is not cached once both have been called.";

  @SuppressWarnings("unused")
  private static final class Names {
    @CacheAside(key = "both:{id}", ttl = "5m")
    static String name(int id) {
      return null;
    }
  }

  @SuppressWarnings("unused")
  private static final class Numbers {
    @CacheAside(key = "both:{other}", ttl = "5m")
    static Long number(int other) {
      return null;
    }
  }

  @TempDir private Path base;
  private final LogCapture log = new LogCapture();
  private CallSite name;
  private CallSite number;

  @BeforeEach
  void makeSites() throws NoSuchMethodException {
    name = site(Names.class.getDeclaredMethod("name", int.class), "id");
    number = site(Numbers.class.getDeclaredMethod("number", int.class), "other");
  }

  private static CallSite site(Method method, String parameter) {
    return new CallSite(new AnnotatedMethod(method, List.of(parameter)));
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void methodOfTheLaterName_isNotCached_whicheverIsCalledFirst(boolean inOrder) throws Throwable {
    call(inOrder ? name : number, 7, () -> inOrder ? "Ada" : 1L); // on another key
    call(inOrder ? number : name, 7, () -> inOrder ? 1L : "Ada");
    assertThat(log.lines(LOGGER)).containsExactly(SAID);
    assertThat(call(name, 1, () -> "Ada")).isEqualTo("Ada");
    for (long load = 1; load <= 3; load++) {
      long loaded = load;
      assertThat(call(number, 1, () -> loaded)).isEqualTo(loaded);
      assertThat(call(name, 1, () -> "not loaded")).isEqualTo("Ada");
    }
    assertThat(counters.snapshot().bypasses()).isGreaterThanOrEqualTo(3);
    assertThat(log.lines(LOGGER)).containsExactly(SAID);
  }

  @Test
  void method_isCached_asLongAsTheOtherIsNotCalled() throws Throwable {
    call(number, 1, () -> 1L);
    assertThat(call(number, 1, () -> 2L)).isEqualTo(1L);
    assertThat(log.lines(LOGGER)).isEmpty();
  }

  @Test
  void methodsOfOneType_shareTheirEntries_whichIsSaidOnce() throws Throwable {
    call(find, 1, () -> List.of("one"));
    assertThat(call(findToo, 1, () -> List.of("two"))).isEqualTo(List.of("one"));
    assertThat(log.lines(LOGGER))
        .containsExactly(
            "WARN io.cacheaside.engine.testing.EngineHarness$Annotated.findToo(int): @CacheAside key"
                + " \"list:{id}\": io.cacheaside.engine.testing.EngineHarness$Annotated.find(int) has the key"
                + " \"list:{id}\" in the same region, so each serves what the other has cached; use"
                + " another key or region for one of them, or suppress \"CA140\" on either if both"
                + " return the same values. @SuppressWarnings has an effect here only if"
                + " cache-processor ran when the class was compiled; else name the code in the setting"
                + " suppress of cache-maven-plugin.");
    call(find, 2, () -> List.of("one"));
    assertThat(log.lines(LOGGER)).hasSize(1);
  }

  /** What the annotation processor leaves beside the classes. */
  @ParameterizedTest
  @ValueSource(strings = {"find", "findToo"})
  void methodsOfOneType_ofWhichOneSilencesIt_shareTheirEntriesInSilence(String silenced)
      throws Exception {
    List<String> warnings = new ArrayList<>();
    EntryOwners owners = new EntryOwners(false, error -> {}, warnings::add);
    Path index =
        Files.createDirectories(base.resolve("META-INF/cacheaside")).resolve("classes.idx");
    Files.writeString(
        index,
        "io.cacheaside.engine.read.ReplacedEntriesTest$Twins CA139@find(I)Ljava/lang/String;"
            + " CA140@%s(I)Ljava/lang/String;\n".formatted(silenced));
    List<MethodPlan> plans = new ArrayList<>();
    try (ChildFirstLoader loader = new ChildFirstLoader(base)) {
      add(owners, loader.loadClass(Twins.class.getName()), plans);
      assertThat(warnings).isEmpty();
    }
    add(owners, Twins.class, plans);
    assertThat(warnings).hasSize(1);
  }

  @SuppressWarnings("unused")
  private static final class Twins {
    @CacheAside(key = "twin:{id}", ttl = "5m")
    static String find(int id) {
      return null;
    }

    @CacheAside(key = "twin:{id}", ttl = "5m")
    static String findToo(int id) {
      return null;
    }
  }

  private void add(EntryOwners owners, Class<?> type, List<MethodPlan> plans) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(CacheAside.class)) {
        AnnotatedMethod annotated =
            new AnnotatedMethod(method, List.of(method.getParameters()[0].getName()));
        MethodPlan plan = engine.compileRead(annotated);
        plans.add(plan);
        owners.add(annotated, plan);
      }
    }
  }

  /** Two applications that share one runtime have the same class each. */
  @Test
  void methodOfAnotherClassLoader_isTheSameMethod_andBothAreComparedWithOthers() throws Exception {
    List<String> errors = new ArrayList<>();
    EntryOwners owners = new EntryOwners(false, errors::add, warning -> {});
    List<MethodPlan> plans = new ArrayList<>();
    try (ChildFirstLoader loader = new ChildFirstLoader(base)) {
      add(owners, Numbers.class, plans);
      add(owners, loader.loadClass(Numbers.class.getName()), plans);
      assertThat(errors).isEmpty();
      assertThat(plans).noneMatch(plan -> plan.entries().isSuspended());
      add(owners, loader.loadClass(Names.class.getName()), plans);
      assertThat(errors).containsExactly(SAID.substring(6), SAID.substring(6));
      assertThat(plans)
          .extracting(plan -> plan.entries().isSuspended())
          .containsExactly(true, true, false);
    }
  }

  /** Has classes of this test of its own. */
  private static final class ChildFirstLoader extends URLClassLoader {
    ChildFirstLoader(Path directory) throws IOException {
      super(new URL[] {directory.toUri().toURL()}, ReplacedEntriesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ReplacedEntriesTest.class.getName() + "$")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void start_tellsOfAll_beforeOneIsCalled() throws Exception {
    PlanCheck check = new PlanCheck("app", new KryoCodec(KryoCodecOptions.defaults()), Map.of());
    check.add(Numbers.class.getDeclaredMethod("number", int.class), List.of());
    check.add(Twins.class.getDeclaredMethod("findToo", int.class), List.of());
    check.add(Names.class.getDeclaredMethod("name", int.class), List.of());
    check.add(Twins.class.getDeclaredMethod("find", int.class), List.of());
    assertThat(check.mistakes()).containsExactly(SAID.substring(6, SAID.indexOf(". Until then")));
    assertThat(check.warnings())
        .containsExactly(
            "io.cacheaside.engine.read.ReplacedEntriesTest$Twins.findToo(int): @CacheAside key"
                + " \"twin:{id}\": io.cacheaside.engine.read.ReplacedEntriesTest$Twins.find(int) has the"
                + " key \"twin:{id}\" in the same region, so each serves what the other has cached;"
                + " use another key or region for one of them, or suppress \"CA140\" on either if"
                + " both return the same values. @SuppressWarnings has an effect here only if"
                + " cache-processor ran when the class was compiled; else name the code in the setting"
                + " suppress of cache-maven-plugin.");
    engine.wereTold(check);
    CallSite find = site(Twins.class.getDeclaredMethod("find", int.class), "id");
    CallSite findToo = site(Twins.class.getDeclaredMethod("findToo", int.class), "id");
    find.readPlan(engine);
    findToo.readPlan(engine);
    assertThat(log.lines(LOGGER)).isEmpty();
  }

  @SuppressWarnings("unused")
  private static final class English {
    @CacheAside(key = "title:{id}", ttl = "5m")
    static String title(int id) {
      return null;
    }
  }

  /** Not within the same class as the tests, for they would be one source. */
  private static final Class<?> GERMAN = GermanTitles.class;

  private static final String SHARED =
      "io.cacheaside.engine.read.ReplacedEntriesTest$English.title(int): @CacheAside key"
          + " \"title:{id}\": io.cacheaside.engine.plan.GermanTitles.title(int) has the key"
          + " \"title:{id}\" in the same region, so each serves what the other has cached; use"
          + " another key or region for one of them, or suppress \"CA143\" on either if both return"
          + " the same values. @SuppressWarnings has an effect here only if cache-processor ran"
          + " when the class was compiled; else name the code in the setting suppress of"
          + " cache-maven-plugin";

  private CallSite english() throws NoSuchMethodException {
    return site(English.class.getDeclaredMethod("title", int.class), "id");
  }

  private CallSite german() throws NoSuchMethodException {
    return site(GERMAN.getDeclaredMethod("title", int.class), "id");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void methodsOfTwoClasses_serveNothingOfEachOther_whicheverIsCalledFirst(boolean inOrder)
      throws Throwable {
    CallSite first = inOrder ? german() : english();
    CallSite second = inOrder ? english() : german();
    assertThat(call(first, 1, () -> "first")).isEqualTo("first");
    assertThat(call(first, 1, () -> "not loaded")).isEqualTo("first");
    for (int load = 1; load <= 2; load++) {
      assertThat(call(second, 1, () -> "second")).isEqualTo("second");
      assertThat(call(first, 1, () -> "again")).isEqualTo("again");
    }
    assertThat(log.lines(LOGGER))
        .containsExactly(
            "ERROR "
                + SHARED.replace(
                    " @Supp", " Until then neither is cached once both have been called. @Supp")
                + ".");
  }

  @Test
  void methodsOfTwoClasses_ofWhichTheStartHasTold_areRight_andOneIsCached() throws Throwable {
    PlanCheck check = new PlanCheck("app", new KryoCodec(KryoCodecOptions.defaults()), Map.of());
    check.add(English.class.getDeclaredMethod("title", int.class), List.of("id"));
    check.add(GERMAN.getDeclaredMethod("title", int.class), List.of("id"));
    assertThat(check.shared()).containsExactly(SHARED);
    assertThat(check.mistakes()).isEmpty();
    assertThat(check.warnings()).isEmpty();
    engine.wereTold(check);
    for (int load = 1; load <= 2; load++) {
      String english = "English " + load;
      assertThat(call(english(), 1, () -> english)).isEqualTo(english);
      assertThat(call(german(), 1, () -> "German")).isEqualTo("German");
    }
    assertThat(call(german(), 1, () -> "not loaded")).isEqualTo("German");
    assertThat(log.lines(LOGGER)).isEmpty();
  }

  /** What the annotation processor, or the plugin, leaves beside the classes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"English CA143@title(I)Ljava/lang/String;", "English CA143@* unprocessed"})
  void methodsOfTwoClasses_ofWhichOneSilencesIt_shareTheirEntries(String line) throws Exception {
    List<String> said = new ArrayList<>();
    EntryOwners owners = new EntryOwners(false, said::add, said::add);
    Path index =
        Files.createDirectories(base.resolve("META-INF/cacheaside")).resolve("classes.idx");
    Files.writeString(index, ReplacedEntriesTest.class.getName() + "$" + line + "\n");
    List<MethodPlan> plans = new ArrayList<>();
    try (ChildFirstLoader loader = new ChildFirstLoader(base)) {
      add(owners, loader.loadClass(English.class.getName()), plans);
      add(owners, GERMAN, plans);
    }
    assertThat(said).isEmpty();
    assertThat(plans).hasSize(2).noneMatch(plan -> plan.entries().isSuspended());
  }

  @Test
  void nextEngine_judgesAnew() throws Throwable {
    call(name, 1, () -> "Ada");
    call(number, 1, () -> 1L);
    engine.close();
    engine = engine(memory, Duration.ofSeconds(20));
    call(number, 2, () -> 1L);
    assertThat(call(number, 2, () -> 2L)).isEqualTo(1L);
    call(name, 1, () -> "Ada");
    assertThat(log.lines(LOGGER)).containsExactly(SAID, SAID);
  }
}
