package io.cacheaside.aspect;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aspectj.lang.JoinPoint;
import org.aspectj.runtime.internal.AroundClosure;
import org.aspectj.runtime.reflect.Factory;
import org.jspecify.annotations.Nullable;

/**
 * A static method that the weaver has put into a class, through which the body of a {@code
 * CacheAside} method can be run, and what its parameters take.
 *
 * <p>Where advice is inlined, this is the advice. Its parameters are the receiver and the
 * parameters of the woven method; join points, if aspects within ask for them; the aspect; what the
 * advice binds, which is the receiver and all parameters or, if they are too many, nothing; a
 * closure, which is null; the static part of the join point; and the join point if the advice asks
 * for it. Called with a {@link BodyRun} it proceeds to what it always proceeds to.
 *
 * <p>Elsewhere this is the moved body. Each advice around a method moves what was there before, and
 * only if there are no others than ours it is known which of these methods is whose.
 */
final class WovenForm {
  /** By its name: the aspects are compiled after this class. */
  private static final String ASPECT = "io.cacheaside.aspect.CacheAsideAspect";

  private static final Pattern NAME = Pattern.compile("(.+)_aroundBody(\\d+)(\\$advice)?");
  private static final int MAX_BOUND = 6;

  private static final int RECEIVER = -1;
  private static final int JOIN_POINT = -2;
  private static final int STATIC_PART = -3;
  private static final int NOTHING = -4;

  private final Method method;
  private final int number;
  private final boolean isAdvice;

  /** What each parameter takes: the index of an argument, or one of the constants. */
  private final List<Integer> sources = new ArrayList<>();

  private WovenForm(Method method, int number, boolean isAdvice) {
    this.method = method;
    this.number = number;
    this.isAdvice = isAdvice;
  }

  /**
   * Returns the one for the body of an annotated method, or null if it is not there or not sure.
   */
  static @Nullable WovenForm find(Method annotated) {
    List<WovenForm> forms = new ArrayList<>();
    for (Method candidate : annotated.getDeclaringClass().getDeclaredMethods()) {
      WovenForm form = of(candidate, annotated);
      if (form != null) {
        forms.add(form);
      }
    }
    List<WovenForm> advices = forms.stream().filter(form -> form.isAdvice).toList();
    if (!advices.isEmpty()) {
      return advices.size() == 1 ? advices.get(0) : null;
    }
    return forms.size() == ownAdvices(annotated)
        ? forms.stream().min(Comparator.comparingInt(form -> form.number)).orElse(null)
        : null;
  }

  /** Returns how many advices of ours are around a method; that of invalidations is outside. */
  private static int ownAdvices(Method annotated) {
    if (!annotated.isAnnotationPresent(CacheAside.class)) {
      return 0;
    }
    return annotated.getAnnotationsByType(Invalidate.class).length > 0 ? 2 : 1;
  }

  private static @Nullable WovenForm of(Method candidate, Method annotated) {
    if (!Modifier.isStatic(candidate.getModifiers())) {
      return null;
    }
    Matcher name = NAME.matcher(candidate.getName());
    if (!name.matches() || !name.group(1).equals(annotated.getName())) {
      return null;
    }
    boolean isAdvice = name.group(3) != null;
    WovenForm form = new WovenForm(candidate, Integer.parseInt(name.group(2)), isAdvice);
    return form.new Parameters(annotated).fit() ? form : null;
  }

  /** Compares the parameters with those that are expected, one after the other. */
  private final class Parameters {
    private final Class<?>[] types = method.getParameterTypes();
    private final Class<?>[] own;
    private final @Nullable Class<?> receiver;
    private int next;

    Parameters(Method annotated) {
      own = annotated.getParameterTypes();
      boolean isStatic = Modifier.isStatic(annotated.getModifiers());
      receiver = isStatic ? null : annotated.getDeclaringClass();
    }

    boolean fit() {
      if (receiver != null && !take(receiver, RECEIVER)) {
        return false;
      }
      for (int i = 0; i < own.length; i++) {
        if (!take(own[i], i)) {
          return false;
        }
      }
      takeJoinPoints();
      return (!isAdvice || fitAdvice()) && next == types.length;
    }

    private boolean fitAdvice() {
      if (next == types.length
          || !types[next].getName().equals(ASPECT)
          || !take(types[next], NOTHING)) {
        return false;
      }
      if (own.length <= MAX_BOUND) {
        if (receiver != null && !take(Object.class, RECEIVER)) {
          return false;
        }
        for (int i = 0; i < own.length; i++) {
          if (!take(Object.class, i)) {
            return false;
          }
        }
      }
      if (!take(AroundClosure.class, NOTHING) || !take(JoinPoint.StaticPart.class, STATIC_PART)) {
        return false;
      }
      takeJoinPoints();
      return true;
    }

    private boolean take(Class<?> type, int source) {
      if (next == types.length || types[next] != type) {
        return false;
      }
      sources.add(source);
      next++;
      return true;
    }

    private void takeJoinPoints() {
      boolean more = true;
      while (more) {
        more = take(JoinPoint.class, JOIN_POINT);
      }
    }
  }

  /** Returns a handle that takes all parameters in one array. */
  MethodHandle handle(Lookup lookup) throws IllegalAccessException {
    int count = sources.size();
    return lookup
        .unreflect(method)
        .asType(MethodType.genericMethodType(count))
        .asSpreader(Object[].class, count);
  }

  /** Returns what to call it with. */
  @Nullable Object[] values(
      JoinPoint.StaticPart joinPoint, @Nullable Object receiver, @Nullable Object[] arguments) {
    @Nullable Object[] values = new @Nullable Object[sources.size()];
    JoinPoint whole = null;
    for (int i = 0; i < values.length; i++) {
      int source = sources.get(i);
      if (source == JOIN_POINT && whole == null) {
        whole = Factory.makeJP(joinPoint, receiver, receiver, arguments);
      }
      values[i] =
          switch (source) {
            case RECEIVER -> receiver;
            case JOIN_POINT -> whole;
            case STATIC_PART -> new BodyRun(joinPoint);
            case NOTHING -> null;
            default -> arguments[source];
          };
    }
    return values;
  }
}
