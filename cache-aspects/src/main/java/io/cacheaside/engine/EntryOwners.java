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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The methods whose plans an engine has made, to find two with the same keys and values of
 * different types, which no build has seen together: they would replace each other's entries. The
 * one whose name comes later is not cached, so that it is the same one in each JVM, whatever is
 * called first. Keeps no plan in memory. Threadsafe.
 */
final class EntryOwners {
  private static final Logger LOG = LoggerFactory.getLogger(EntryOwners.class);

  private final Consumer<String> log;

  /** By what owners of the same keys have in common; guarded by the lock of this. */
  private final Map<String, List<Known>> groups = FirstTable.of(new HashMap<>());

  EntryOwners() {
    this(LOG::error);
  }

  EntryOwners(Consumer<String> log) {
    this.log = log;
  }

  /** A method that has been called, as long as its class is there and the engine is in force. */
  private static final class Known extends WeakReference<MethodPlan> {
    final EntryOwner owner;
    final WeakReference<Method> method;
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

  /** Takes notice of a plan; it, or others, may be refused then. */
  void add(AnnotatedMethod annotated, MethodPlan plan) {
    if (plan.isEnabled()) {
      judge(new Known(plan, annotated.method())).forEach(log);
    }
  }

  private synchronized List<String> judge(Known added) {
    List<Known> group = groups.computeIfAbsent(added.owner.region(), g -> new ArrayList<>());
    group.removeIf(each -> each.isGone() || each.name().equals(added.name()));
    group.add(added);
    group.sort(Comparator.comparing(Known::name));
    List<Known> kept = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Known each : group) {
      String text = replaced(each, kept);
      if (text == null) {
        kept.add(each);
      } else if (!each.refused) {
        found.add(
            "%s: %s. Until then this method is not cached once both have been called."
                .formatted(each.name(), text));
      }
      refuse(each, text != null);
    }
    return found;
  }

  private static void refuse(Known known, boolean refuse) {
    MethodPlan plan = known.get();
    if (plan != null && known.refused != refuse) {
      known.refused = refuse;
      plan.refuse(refuse);
    }
  }

  /** Says which of the others replaces the entries of a method; null if none does. */
  private static @Nullable String replaced(Known one, List<Known> others) {
    for (Known other : others) {
      Clash clash = clash(one, other);
      if (clash != null && clash.isFatal()) {
        return clash.text();
      }
    }
    return null;
  }

  private static @Nullable Clash clash(Known one, Known other) {
    MethodPlan plan = one.get();
    MethodPlan otherPlan = other.get();
    Method method = one.method.get();
    Method otherMethod = other.method.get();
    if (plan == null || otherPlan == null || method == null || otherMethod == null) {
      return null;
    }
    return one.owner.clashWith(
        other.owner,
        () -> kinship(method, otherMethod),
        () ->
            plan.readsEntriesOf(otherPlan)
                && method.getReturnType() == otherMethod.getReturnType());
  }

  private static Kinship kinship(Method one, Method other) {
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
