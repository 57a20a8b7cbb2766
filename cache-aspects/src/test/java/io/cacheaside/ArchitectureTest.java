package io.cacheaside;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.cacheaside.background.FirstTable;
import io.cacheaside.engine.BadEngineType;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.metrics.BadListener;
import io.cacheaside.weaving.WeavingAudit;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies point one way; each rule is also shown a class that breaks it. */
class ArchitectureTest {
  private static final String ROOT = "io.cacheaside";
  private static final String ANNOTATION = "io.cacheaside.annotation..";
  private static final String ASPECT = "io.cacheaside.aspect..";
  private static final String BACKGROUND = "io.cacheaside.background..";
  private static final String CODEC = "io.cacheaside.codec..";
  private static final String COMPRESSION = "io.cacheaside.compression..";
  private static final String ENGINE = "io.cacheaside.engine..";
  private static final String INTERCEPTION = "io.cacheaside.interception..";
  private static final String KEY = "io.cacheaside.key..";
  private static final String METRICS = "io.cacheaside.metrics..";
  private static final String SPI = "io.cacheaside.spi..";
  private static final String STORE = "io.cacheaside.store";
  private static final String REDIS = "io.cacheaside.store.redis..";
  private static final String CONFIG = "io.cacheaside.config..";
  private static final String TRANSACTION = "io.cacheaside.transaction..";
  private static final String WEAVING = "io.cacheaside.weaving..";

  /** Packages whose own packages are stacked: each uses those before it. */
  static final Map<String, List<String>> ROOMS =
      Map.of(
          "io.cacheaside.engine",
          List.of(
              "support",
              "region",
              "plan",
              "flight",
              "recovery",
              "transaction",
              "read",
              "write",
              "entry"),
          "io.cacheaside.store.redis",
          List.of(
              "address", "options", "connection", "command", "tracking", "history", "topology"));

  private static final String ASPECTJ = "org.aspectj..";
  private static final String JUNIT = "org.junit..";
  private static final String KRYO = "com.esotericsoftware..";
  private static final String LETTUCE = "io.lettuce..";
  private static final String LZ4 = "net.jpountz..";
  private static final String NETTY = "io.netty..";
  private static final String SPRING = "org.springframework..";
  private static final String SPRING_CLASSES = "transaction\\.Spring(TransactionHook|Attachment)";
  private static final String JTA = "jakarta.transaction..";

  static final JavaClasses MAIN = importMain();

  private static final JavaClasses BAD =
      new ClassFileImporter()
          .importClasses(
              BadEngineType.class, BadListener.class, io.cacheaside.weaving.BadListener.class);

  private static JavaClasses importMain() {
    // a folder or a jar, depending on how far the build went
    URL key = Objects.requireNonNull(KeyTemplate.class.getResource(""));
    try {
      URL classes = Path.of("target", "classes").toUri().toURL();
      // not by the package, which is also one of tests
      URL weaving = WeavingAudit.class.getProtectionDomain().getCodeSource().getLocation();
      return new ClassFileImporter().importUrls(List.of(classes, key, weaving));
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        arguments("key stands alone", mayUse(KEY, KEY, ANNOTATION)),
        arguments("spi stands alone", mayUse(SPI, SPI)),
        arguments(
            "engine uses spi, key, config, compression, background and weaving",
            mayUse(ENGINE, ENGINE, SPI, KEY, CONFIG, COMPRESSION, BACKGROUND, WEAVING, ANNOTATION)),
        arguments("config uses key and compression", mayUse(CONFIG, CONFIG, KEY, COMPRESSION)),
        arguments("background stands alone", mayUse(BACKGROUND, BACKGROUND)),
        arguments("compression uses spi and LZ4", mayUse(COMPRESSION, COMPRESSION, SPI, LZ4)),
        arguments("one class imports LZ4", onlyInClass("compression\\.Lz4", LZ4)),
        arguments(
            "aspect uses engine and weaving",
            mayUse(ASPECT, ASPECT, ENGINE, WEAVING, ANNOTATION, ASPECTJ)),
        arguments(
            "interception uses aspect and engine",
            mayUse(INTERCEPTION, INTERCEPTION, ASPECT, ENGINE, SPI, ANNOTATION)),
        arguments("codec uses spi and Kryo", mayUse(CODEC, CODEC, SPI, KRYO)),
        arguments("store uses spi and background", mayUse(STORE, STORE, SPI, BACKGROUND)),
        arguments(
            "store.redis uses spi and Lettuce",
            mayUse(
                REDIS,
                REDIS,
                SPI,
                BACKGROUND,
                LETTUCE,
                NETTY,
                "reactor..",
                "org.reactivestreams..")),
        arguments("metrics uses spi", mayUse(METRICS, METRICS, SPI)),
        arguments(
            "transaction uses spi, background, Spring and JTA",
            mayUse(TRANSACTION, TRANSACTION, SPI, BACKGROUND, SPRING, JTA)),
        arguments("two classes import Spring", onlyInClass(SPRING_CLASSES, SPRING)),
        arguments("one class imports JTA", onlyInClass("transaction\\.JtaTransactionHook", JTA)),
        arguments("weaving stands alone", mayUse(WEAVING, WEAVING)),
        arguments("only store.redis imports Lettuce", onlyIn(REDIS, LETTUCE, NETTY)),
        arguments("only codec imports Kryo", onlyIn(CODEC, KRYO)),
        arguments("only aspect imports AspectJ", onlyIn(ASPECT, ASPECTJ)),
        arguments("only the root imports JUnit", onlyIn(ROOT, JUNIT)),
        arguments("nobody knows the composition root", onlyIn(ROOT, ROOT)),
        arguments("the engine is hidden", engineIsHidden()),
        arguments("each class has a name of its own", namesAreUnique()));
  }

  private static ArchRule mayUse(String from, String... allowed) {
    String[] all =
        Stream.concat(
                Stream.of("java..", "javax..", "org.slf4j..", "org.jspecify.annotations.."),
                Stream.of(allowed))
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> allowedClasses =
        JavaClass.Predicates.resideInAnyPackage(all)
            .or(
                DescribedPredicate.describe(
                    "primitives and their arrays",
                    type -> type.getBaseComponentType().isPrimitive()));
    return classes()
        .that()
        .resideInAPackage(from)
        .should(onlyDependOnClassesThat(allowedClasses))
        .allowEmptyShould(true);
  }

  private static ArchRule onlyIn(String home, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  /** The one class, and those within it, may be loaded only where the library is. */
  private static ArchRule onlyInClass(String name, String library) {
    return noClasses()
        .that()
        .haveNameNotMatching("io\\.cacheaside\\." + name + "(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  /** What other packages see of the engine; the packages within it may see more of each other. */
  private static ArchRule engineIsHidden() {
    List<String> visible =
        List.of(
            "AmbientDeadline",
            "AnnotatedMethod",
            "Body",
            "CacheEngine",
            "CallSite",
            "EngineOptions",
            "Load",
            "PlanCheck",
            "RecoveryOptions",
            "TakenOver",
            "TransactionOptions",
            "WarmUp",
            "Write");
    return noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE)
        .should()
        .dependOnClassesThat(
            resideInAPackage(ENGINE)
                .and(
                    DescribedPredicate.describe(
                        "are not for other packages",
                        type -> !visible.contains(type.getSimpleName()))));
  }

  /**
   * So that a name says which class is meant. Nested classes have that of their owner with them.
   */
  private static ArchRule namesAreUnique() {
    return classes()
        .that()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .and()
        .doNotHaveSimpleName("module-info")
        .should(
            new ArchCondition<>("have simple names that no other class has") {
              private final Map<String, String> homes = new HashMap<>();

              @Override
              public void init(Collection<JavaClass> all) {
                homes.clear();
              }

              @Override
              public void check(JavaClass type, ConditionEvents events) {
                String other = homes.putIfAbsent(type.getSimpleName(), type.getPackageName());
                events.add(
                    new SimpleConditionEvent(
                        type, other == null, type.getName() + " is called as one in " + other));
              }
            });
  }

  /** The room of that name uses the ground, and rooms that stand before it. */
  private static ArchRule usesRoomsBefore(String house, String room, List<String> before) {
    List<String> foreign = new ArrayList<>(ROOMS.get(house));
    foreign.remove(room);
    foreign.removeAll(before);
    return noClasses()
        .that()
        .resideInAPackage(house + "." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            foreign.stream().map(each -> house + "." + each + "..").toArray(String[]::new));
  }

  static Stream<Arguments> rooms() {
    return ROOMS.entrySet().stream()
        .flatMap(
            house ->
                IntStream.range(0, house.getValue().size())
                    .mapToObj(
                        i ->
                            arguments(
                                house.getKey(),
                                house.getValue().get(i),
                                house.getValue().subList(0, i))));
  }

  @ParameterizedTest(name = "{0}.{1}")
  @MethodSource("rooms")
  void room_usesThoseBeforeIt(String house, String room, List<String> before) {
    usesRoomsBefore(house, room, before).check(MAIN);
  }

  @Test
  void ground_usesNoRoom() {
    noClasses()
        .that()
        .resideInAPackage("io.cacheaside.engine")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.cacheaside.engine.(*)..")
        .check(MAIN);
  }

  /** All but the first of a house use others: else no rule would see it. */
  @ParameterizedTest(name = "{0}.{1}")
  @MethodSource("rooms")
  void room_thatMayUseNone_fails(String house, String room, List<String> before) {
    assertThat(usesRoomsBefore(house, room, List.of()).evaluate(MAIN).hasViolation())
        .isEqualTo(before.stream().anyMatch(each -> uses(house + "." + room, house + "." + each)));
  }

  private static boolean uses(String from, String to) {
    return MAIN.that(resideInAPackage(from)).stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .anyMatch(use -> use.getTargetClass().getPackageName().equals(to));
  }

  @Test
  void stores_areUsedByNoneOfTheirRooms() {
    noClasses()
        .that()
        .resideInAPackage("io.cacheaside.store.redis.(*)..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.cacheaside.store.redis")
        .check(MAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void rule_holds(String name, ArchRule rule) {
    rule.check(MAIN);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.cacheaside.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rulesThatBadClassesBreak")
  void rule_badClass_fails(String name, ArchRule rule) {
    assertThat(rule.evaluate(BAD).hasViolation()).isTrue();
  }

  static Stream<Arguments> rulesThatBadClassesBreak() {
    return Stream.of(
        arguments(
            "engine",
            mayUse(ENGINE, ENGINE, SPI, KEY, CONFIG, COMPRESSION, BACKGROUND, WEAVING, ANNOTATION)),
        arguments("metrics", mayUse(METRICS, METRICS, SPI)),
        arguments("Lettuce", onlyIn(REDIS, LETTUCE, NETTY)),
        arguments("Kryo", onlyIn(CODEC, KRYO)),
        arguments("AspectJ", onlyIn(ASPECT, ASPECTJ)),
        arguments("weaving", mayUse(WEAVING, WEAVING)),
        arguments("Spring", onlyInClass(SPRING_CLASSES, SPRING)),
        arguments("JTA", onlyInClass("transaction\\.JtaTransactionHook", JTA)),
        arguments("LZ4", onlyInClass("compression\\.Lz4", LZ4)),
        arguments("root", onlyIn(ROOT, ROOT)),
        arguments("hidden engine", engineIsHidden()),
        arguments("names", namesAreUnique()),
        arguments("cycles", slices().matching("io.cacheaside.(**)").should().beFreeOfCycles()));
  }

  @Test
  void classes_areAllSeen() {
    assertThat(MAIN.contain("io.cacheaside.engine.read.ReadPath")).isTrue();
    assertThat(MAIN.contain("io.cacheaside.key.KeyTemplate")).isTrue();
    assertThat(MAIN.contain("io.cacheaside.weaving.ClassFileScan")).isTrue();
    assertThat(MAIN.contain("io.cacheaside.aspect.CacheAsideAspect")).isTrue();
  }

  /** Else reads might not see it: AnyUndelivered says why. */
  @Test
  void whatMakesEverythingUndelivered_isFollowedByTheWordThatReadsLookAt() {
    JavaClasses others = MAIN.that(not(simpleName("AnyUndelivered")).and(resideInAPackage(ENGINE)));
    List<JavaCodeUnit> setting =
        others.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> !linesThatSet(unit, "lostKeys", "unsettled").isEmpty())
            .toList();
    assertThat(setting).hasSizeGreaterThan(5);
    for (JavaCodeUnit unit : setting) {
      assertThat(linesThatSet(unit, "word"))
          .as(unit.getFullName())
          .isEqualTo(
              linesThatSet(unit, "lostKeys", "unsettled").stream().map(line -> line + 1).toList());
    }
  }

  private static List<Integer> linesThatSet(JavaCodeUnit unit, String... fields) {
    return unit.getFieldAccesses().stream()
        .filter(access -> access.getAccessType() == AccessType.SET)
        .filter(access -> access.getTargetOwner().getSimpleName().equals("AnyUndelivered"))
        .filter(access -> List.of(fields).contains(access.getTarget().getName()))
        .map(JavaAccess::getLineNumber)
        .sorted()
        .toList();
  }

  /** Else one that found no memory for its table once loses keys later: FirstTable says why. */
  @Test
  void hashMapsInFields_getTheirFirstTableAtOnce() {
    List<JavaConstructor> making =
        MAIN.that(resideInAnyPackage(ENGINE, STORE, REDIS, BACKGROUND, TRANSACTION)).stream()
            .flatMap(type -> type.getConstructors().stream())
            .filter(unit -> callsTo(unit, FirstTable.class) > 0 || hashTables(unit) > 0)
            .toList();
    assertThat(making).hasSizeGreaterThan(5);
    for (JavaConstructor unit : making) {
      assertThat(callsTo(unit, FirstTable.class))
          .as(unit.getFullName())
          .isEqualTo(hashTables(unit));
    }
  }

  private static long hashTables(JavaCodeUnit unit) {
    return callsTo(unit, HashMap.class)
        + callsTo(unit, LinkedHashMap.class)
        + callsTo(unit, HashSet.class)
        + callsTo(unit, LinkedHashSet.class);
  }

  private static long callsTo(JavaCodeUnit unit, Class<?> type) {
    return unit.getCallsFromSelf().stream()
        .filter(call -> call.getTargetOwner().isEquivalentTo(type))
        .filter(call -> call.getName().equals("<init>") || call.getName().equals("of"))
        .count();
  }
}
