package io.cacheaside.engine.plan;

import io.cacheaside.background.FirstTable;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.key.EntryOwner;
import io.cacheaside.key.EntryOwner.Clash;
import io.cacheaside.key.EntryOwner.Danger;
import io.cacheaside.key.EntryOwner.Kinship;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The methods whose plans an engine has made, to find two with keys in common, which no build has
 * seen together. Keeps no plan in memory. Threadsafe.
 *
 * <p>If all keys are the same and the values of different types, they would replace each other's
 * entries: then the one whose name comes later is not cached, so that it is the same one in each
 * JVM, whatever is called first. If the values are of one type, and the classes know nothing of
 * each other, each would serve what the other has cached. Before any call that is mended in the
 * same way. Later there may be entries of both, so neither is cached any more. Whoever says in his
 * source that this is meant, and two methods of one source, are warned of at most.
 */
public final class EntryOwners {
  private static final Logger LOG = LoggerFactory.getLogger(EntryOwners.class);
  private static final String SILENCE =
      ". @SuppressWarnings has an effect here only if cache-processor ran when the class was"
          + " compiled; else name the code in the setting suppress of cache-maven-plugin";

  private final boolean beforeCalls;
  private final Consumer<String> errors;
  private final Consumer<String> warnings;

  /** By region; guarded by the lock of this. */
  private final Map<String, List<Known>> regions = FirstTable.of(new HashMap<>());

  /** The methods of which was warned; guarded by the lock of this. */
  private final Set<String> told = Collections.newSetFromMap(FirstTable.of(new HashMap<>()));

  /** Those that a check has refused before any call; guarded by the lock of this. */
  private final Set<String> refusedAtStart =
      Collections.newSetFromMap(FirstTable.of(new HashMap<>()));

  /** Creates an empty one, for methods that are called before all are known. */
  public EntryOwners() {
    this(false, LOG::error, LOG::warn);
  }

  /**
   * Creates an empty one.
   *
   * @param beforeCalls whether nothing is called before all methods are added
   */
  public EntryOwners(boolean beforeCalls, Consumer<String> errors, Consumer<String> warnings) {
    this.beforeCalls = beforeCalls;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** A method that has been called, as long as its class is there and the engine is in force. */
  private static final class Known extends WeakReference<MethodPlan> {
    final EntryOwner owner;
    final WeakReference<Method> method;

    /** What is wrong beside methods whose names come before. */
    final List<Found> found = new ArrayList<>();

    /** Entries that may not be its own may be there, from now on. */
    boolean doubted;

    boolean refused;

    Known(MethodPlan plan, Method method) {
      super(plan);
      this.owner = plan.owner(method);
      this.method = new WeakReference<>(method);
    }

    boolean isGone() {
      return refersTo(null) || method.refersTo(null);
    }

    String name() {
      return owner.method();
    }
  }

  private record Found(Known before, Clash clash) {
    boolean isShared() {
      return clash.danger() == Danger.SHARED;
    }
  }

  /** Two methods with keys in common, the one of the later name first. */
  private record Pair(Known one, Known before, Method method, Method other, Clash clash) {
    private static final String NEITHER =
        ". Until then neither is cached once both have been called";

    boolean isShared() {
      return clash.danger() == Danger.SHARED;
    }

    boolean isSilenced() {
      String code = clash.danger().code();
      return !clash.isFatal()
          && (SilencedWarnings.isSilenced(code, method)
              || SilencedWarnings.isSilenced(code, other));
    }

    String text() {
      return one.name() + ": " + clash.text() + (isShared() ? NEITHER : "") + SILENCE + ".";
    }
  }

  /** Takes notice of a plan, before its first use; it, or others, may be refused then. */
  public void add(AnnotatedMethod annotated, MethodPlan plan) {
    if (!plan.isEnabled()) {
      return;
    }
    if (wasRefused(annotated.method())) {
      plan.entries().refuse(true);
      return;
    }
    Known added = new Known(plan, annotated.method());
    List<Pair> pairs = register(added);
    pairs.removeIf(pair -> isTold(pair) || pair.isSilenced()); // outside the lock: files are read
    judge(added.owner.region(), pairs).forEach(errors);
    for (Pair pair : pairs) {
      if (pair.clash().danger() == Danger.POSSIBLE && isNewly(pair.one().name())) {
        warnings.accept(pair.text());
      }
    }
  }

  private synchronized boolean wasRefused(Method method) {
    return refusedAtStart.contains(UncachedMethods.text(method));
  }

  private synchronized boolean isTold(Pair pair) {
    return pair.clash().danger() == Danger.POSSIBLE && told.contains(pair.one().name());
  }

  private synchronized boolean isNewly(String method) {
    return told.add(method);
  }

  /** Says no more of methods of which others have warned, and refuses what they have refused. */
  public synchronized void wereTold(EntryOwners others) {
    told.addAll(others.told);
    for (List<Known> region : others.regions.values()) {
      for (Known each : region) {
        Method method = each.method.get();
        if (each.refused && method != null) {
          refusedAtStart.add(UncachedMethods.text(method));
        }
      }
    }
  }

  /** Returns which methods of those there are now would replace entries, and whose. */
  synchronized List<String> replaced() {
    return texts(false);
  }

  /** Returns which methods of those there are now would serve what others have cached. */
  synchronized List<String> shared() {
    return texts(true);
  }

  private List<String> texts(boolean shared) {
    List<String> texts = new ArrayList<>();
    for (List<Known> region : regions.values()) {
      for (Known each : region) {
        Found found = reason(each);
        if (found != null && found.isShared() == shared) {
          texts.add(each.name() + ": " + found.clash().text() + (shared ? SILENCE : ""));
        }
      }
    }
    return texts;
  }

  /** Returns those that it has keys in common with, judged by nobody yet. */
  private synchronized List<Pair> register(Known added) {
    List<Known> region = regions.computeIfAbsent(added.owner.region(), r -> new ArrayList<>());
    region.removeIf(each -> each.isGone() || isSame(each, added));
    region.forEach(each -> each.found.removeIf(found -> !region.contains(found.before())));
    List<Pair> pairs = new ArrayList<>();
    for (Known other : region) {
      boolean isLater = added.name().compareTo(other.name()) >= 0;
      Pair pair = pair(isLater ? added : other, isLater ? other : added);
      if (pair != null) {
        pairs.add(pair);
      }
    }
    region.add(added);
    region.sort(Comparator.comparing(Known::name));
    return pairs;
  }

  private synchronized List<String> judge(String region, List<Pair> pairs) {
    List<String> errors = new ArrayList<>();
    for (Pair pair : pairs) {
      Found found = new Found(pair.before(), pair.clash());
      pair.one().found.add(found);
      if (found.isShared() && !beforeCalls) {
        if (errors.isEmpty() && !(pair.one().doubted && pair.before().doubted)) {
          errors.add(pair.text());
        }
        pair.one().doubted = true;
        pair.before().doubted = true;
      }
    }
    for (Known each : regions.getOrDefault(region, List.of())) {
      Found found = reason(each);
      if (found != null && !found.isShared() && !each.refused) {
        errors.add(
            "%s: %s. Until then this method is not cached once both have been called."
                .formatted(each.name(), found.clash().text()));
      }
      refuse(each, each.doubted || found != null);
    }
    return errors;
  }

  private static boolean isSame(Known one, Known other) {
    Method method = one.method.get();
    return method != null && method.equals(other.method.get());
  }

  private static void refuse(Known known, boolean refuse) {
    MethodPlan plan = known.get();
    if (plan != null && known.refused != refuse) {
      known.refused = refuse;
      plan.entries().refuse(refuse);
    }
  }

  /** Returns beside which method that is cached this one is not; null if beside none. */
  private @Nullable Found reason(Known one) {
    return one.found.stream()
        .filter(found -> found.clash().isFatal() || (found.isShared() && beforeCalls))
        .filter(found -> !found.before().refused)
        .min(
            Comparator.comparing((Found found) -> found.clash().danger())
                .thenComparing(found -> found.before().name()))
        .orElse(null);
  }

  private static @Nullable Pair pair(Known one, Known other) {
    MethodPlan plan = one.get();
    MethodPlan otherPlan = other.get();
    Method method = one.method.get();
    Method otherMethod = other.method.get();
    if (plan == null
        || otherPlan == null
        || method == null
        || otherMethod == null
        || isReleaseOf(method, otherMethod)) {
      return null;
    }
    Clash clash =
        one.owner.clashWith(
            other.owner,
            () -> kinship(method, otherMethod),
            () ->
                plan.entries().readsEntriesOf(otherPlan.entries())
                    && method
                        .getReturnType()
                        .getName()
                        .equals(otherMethod.getReturnType().getName()));
    return clash == null ? null : new Pair(one, other, method, otherMethod, clash);
  }

  /**
   * Returns whether a class is there twice, by two class loaders: then one is what the other was,
   * as in two JVMs while a release is rolled out.
   */
  private static boolean isReleaseOf(Method one, Method other) {
    return one.getDeclaringClass() != other.getDeclaringClass()
        && one.getDeclaringClass().getName().equals(other.getDeclaringClass().getName())
        && one.getName().equals(other.getName())
        && namesOf(one.getParameterTypes()).equals(namesOf(other.getParameterTypes()));
  }

  private static List<String> namesOf(Class<?>[] types) {
    return Arrays.stream(types).map(Class::getName).toList();
  }

  /**
   * Returns whether they look like a function of an object or interface within a Kotlin class, or
   * of an interface of it, and the copy that the compiler adds for it: of one name, and only one of
   * them static.
   */
  private static boolean isMadeByKotlin(Method one, Method other) {
    try {
      Class<?> type = other.getDeclaringClass();
      Class<?> around = type.getDeclaringClass();
      return around != null
          && (around == one.getDeclaringClass()
              || (type.getSimpleName().equals("DefaultImpls")
                  && around.isAssignableFrom(one.getDeclaringClass())))
          && isStatic(one) != isStatic(other)
          && one.getName().equals(other.getName())
          && Property.isKotlin(one.getDeclaringClass());
    } catch (LinkageError | TypeNotPresentException e) { // of a class that is missing
      return false;
    }
  }

  private static Kinship kinship(Method one, Method other) {
    if (isMadeByKotlin(one, other) || isMadeByKotlin(other, one)) {
      return Kinship.OVERRIDE;
    }
    Class<?> type = one.getDeclaringClass();
    Class<?> otherType = other.getDeclaringClass();
    boolean related = type.isAssignableFrom(otherType) || otherType.isAssignableFrom(type);
    if (!related || isStatic(one) || isStatic(other)) {
      return Kinship.NONE;
    }
    return overrides(one, other) || overrides(other, one) ? Kinship.OVERRIDE : Kinship.SAME_OBJECT;
  }

  private static boolean isStatic(Method method) {
    return Modifier.isStatic(method.getModifiers());
  }

  private static boolean overrides(Method one, Method other) {
    Class<?> type = one.getDeclaringClass();
    Class<?> parent = other.getDeclaringClass();
    if (type == parent
        || !parent.isAssignableFrom(type)
        || !one.getName().equals(other.getName())
        || !isVisible(other, type)) {
      return false;
    }
    // where the parent's parameters are variables, the compiler has added a bridge
    return Arrays.stream(type.getDeclaredMethods())
        .filter(each -> each.getName().equals(other.getName()))
        .filter(each -> each.isBridge() || each.equals(one))
        .anyMatch(each -> Arrays.equals(each.getParameterTypes(), other.getParameterTypes()));
  }

  private static boolean isVisible(Method method, Class<?> subclass) {
    int modifiers = method.getModifiers();
    return Modifier.isPublic(modifiers)
        || Modifier.isProtected(modifiers)
        || (!Modifier.isPrivate(modifiers)
            && method.getDeclaringClass().getPackage() == subclass.getPackage());
  }
}
