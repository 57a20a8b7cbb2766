package io.cacheaside.engine;

import io.cacheaside.background.FirstTable;
import io.cacheaside.key.EntryOwner;
import io.cacheaside.key.EntryOwner.Clash;
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
 * seen together. If all keys are the same and the values of different types, they would replace
 * each other's entries: then the one whose name comes later is not cached, so that it is the same
 * one in each JVM, whatever is called first. Else each is warned of once. Keeps no plan in memory.
 * Threadsafe.
 */
final class EntryOwners {
  private static final Logger LOG = LoggerFactory.getLogger(EntryOwners.class);

  private final Consumer<String> errors;
  private final Consumer<String> warnings;

  /** By region; guarded by the lock of this. */
  private final Map<String, List<Known>> regions = FirstTable.of(new HashMap<>());

  /** The methods of which was warned; guarded by the lock of this. */
  private final Set<String> told = Collections.newSetFromMap(FirstTable.of(new HashMap<>()));

  EntryOwners() {
    this(LOG::error, LOG::warn);
  }

  EntryOwners(Consumer<String> errors, Consumer<String> warnings) {
    this.errors = errors;
    this.warnings = warnings;
  }

  /** A method that has been called, as long as its class is there and the engine is in force. */
  private static final class Known extends WeakReference<MethodPlan> {
    final EntryOwner owner;
    final WeakReference<Method> method;

    /** What is wrong beside methods whose names come before. */
    final List<Found> found = new ArrayList<>();

    boolean refused;

    Known(MethodPlan plan, Method method) {
      super(plan);
      this.owner = plan.owner(method.getGenericReturnType());
      this.method = new WeakReference<>(method);
    }

    boolean isGone() {
      return refersTo(null) || method.refersTo(null);
    }

    String name() {
      return owner.method();
    }
  }

  private record Found(Known before, Clash clash) {}

  /** Two methods that share entries, and the warning about it, unless the source silences that. */
  private record Sharing(String method, Method one, Method other, String text) {}

  /** Takes notice of a plan; it, or others, may be refused then. */
  void add(AnnotatedMethod annotated, MethodPlan plan) {
    if (!plan.isEnabled()) {
      return;
    }
    List<Sharing> sharings = new ArrayList<>();
    judge(new Known(plan, annotated.method()), sharings).forEach(errors);
    for (Sharing each : sharings) { // outside the lock: files are read
      if (!isTold(each.method()) && !isSilenced(each) && isNewly(each.method())) {
        warnings.accept(each.text());
      }
    }
  }

  private static boolean isSilenced(Sharing sharing) {
    return SilencedWarnings.isSilenced("CA140", sharing.one())
        || SilencedWarnings.isSilenced("CA140", sharing.other());
  }

  private synchronized boolean isTold(String method) {
    return told.contains(method);
  }

  private synchronized boolean isNewly(String method) {
    return told.add(method);
  }

  /** Says no more of methods of which others have warned. */
  synchronized void wereTold(EntryOwners others) {
    told.addAll(others.told);
  }

  /** Returns which methods of those there are now are not cached, and why. */
  synchronized List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    for (List<Known> region : regions.values()) {
      for (Known each : region) {
        String text = replaced(each);
        if (text != null) {
          refusals.add(each.name() + ": " + text);
        }
      }
    }
    return refusals;
  }

  private synchronized List<String> judge(Known added, List<Sharing> sharings) {
    List<Known> region = regions.computeIfAbsent(added.owner.region(), r -> new ArrayList<>());
    region.removeIf(each -> each.isGone() || isSame(each, added));
    region.forEach(each -> each.found.removeIf(found -> !region.contains(found.before())));
    for (Known other : region) {
      boolean isLater = added.name().compareTo(other.name()) >= 0;
      compare(isLater ? added : other, isLater ? other : added, sharings);
    }
    region.add(added);
    region.sort(Comparator.comparing(Known::name));
    List<String> errors = new ArrayList<>();
    for (Known each : region) {
      String text = replaced(each);
      if (text != null && !each.refused) {
        errors.add(
            "%s: %s. Until then this method is not cached once both have been called."
                .formatted(each.name(), text));
      }
      refuse(each, text != null);
    }
    return errors;
  }

  private static boolean isSame(Known one, Known other) {
    Method method = one.method.get();
    return method != null && method.equals(other.method.get());
  }

  private static void compare(Known one, Known before, List<Sharing> sharings) {
    Clash clash = clash(one, before);
    if (clash == null) {
      return;
    }
    one.found.add(new Found(before, clash));
    Method method = one.method.get();
    Method other = before.method.get();
    if (!clash.isFatal() && method != null && other != null) {
      String text =
          one.name()
              + ": "
              + clash.text()
              + ". @SuppressWarnings has an effect here only if cache-processor ran when the class"
              + " was compiled.";
      sharings.add(new Sharing(one.name(), method, other, text));
    }
  }

  private static void refuse(Known known, boolean refuse) {
    MethodPlan plan = known.get();
    if (plan != null && known.refused != refuse) {
      known.refused = refuse;
      plan.refuse(refuse);
    }
  }

  /** Says which method that is cached replaces the entries of this one; null if none does. */
  private static @Nullable String replaced(Known one) {
    return one.found.stream()
        .filter(found -> found.clash().isFatal() && !found.before().refused)
        .min(Comparator.comparing(found -> found.before().name()))
        .map(found -> found.clash().text())
        .orElse(null);
  }

  private static @Nullable Clash clash(Known one, Known other) {
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
    return one.owner.clashWith(
        other.owner,
        () -> kinship(method, otherMethod),
        () ->
            plan.readsEntriesOf(otherPlan)
                && method.getReturnType().getName().equals(otherMethod.getReturnType().getName()));
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
   * Returns whether they look like a function of an object or interface within a Kotlin class and
   * the copy that the compiler adds for it: of one name, and only one of them static.
   */
  private static boolean isMadeByKotlin(Method one, Method other) {
    try {
      return one.getDeclaringClass() == other.getDeclaringClass().getDeclaringClass()
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
