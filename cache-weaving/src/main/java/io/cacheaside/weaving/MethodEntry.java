package io.cacheaside.weaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method as it stands in a class file.
 *
 * @param flagsAt the position of its access flags
 * @param line the smallest line of its code, or 0
 * @param firstLocals what the debug information says of variables that are there from the first
 *     instruction on, by their slots: parameters, and {@code this}
 */
record MethodEntry(
    int flagsAt,
    int flags,
    String name,
    String descriptor,
    int line,
    Map<Integer, String> firstLocals,
    List<CacheAnnotation> annotations) {
  private static final String MARK = "_aroundBody";
  private static final Pattern MOVED_BODY = Pattern.compile("(.+)_aroundBody\\d+");
  private static final Pattern ADVICE = Pattern.compile("(.+)_aroundBody\\d+\\$advice");

  private static final int STATIC = 0x0008;
  private static final int BRIDGE = 0x0040;
  private static final int NATIVE = 0x0100;
  private static final int ABSTRACT = 0x0400;
  private static final int SYNTHETIC = 0x1000;

  /** Returns it with what its annotations leave out. */
  MethodEntry with(RegionOfType type) {
    List<CacheAnnotation> whole = annotations.stream().map(each -> each.with(type)).toList();
    return new MethodEntry(flagsAt, flags, name, descriptor, line, firstLocals, whole);
  }

  boolean isStatic() {
    return has(STATIC);
  }

  boolean isBridge() {
    return has(BRIDGE);
  }

  boolean isNative() {
    return has(NATIVE);
  }

  boolean isAbstract() {
    return has(ABSTRACT);
  }

  boolean isSynthetic() {
    return has(SYNTHETIC);
  }

  /** Whether ajc moved a body here that was written as another method. */
  boolean isMovedBody() {
    return isStatic() && name.contains(MARK) && MOVED_BODY.matcher(name).matches();
  }

  boolean isMovedBodyOf(String method) {
    return isStatic() && isMadeOf(MOVED_BODY, method);
  }

  /** Whether ajc inlined an advice here. */
  boolean isAdvice() {
    return isStatic() && name.contains(MARK) && ADVICE.matcher(name).matches();
  }

  boolean isAdviceOf(String method) {
    return isStatic() && isMadeOf(ADVICE, method);
  }

  /** Returns the names of the parameters; none if one of them is not known. */
  List<String> parameterNames() {
    List<String> names = new ArrayList<>();
    int slot = isStatic() ? 0 : 1;
    for (int width : Descriptors.widths(descriptor)) {
      String found = firstLocals.get(slot);
      if (found == null) {
        return List.of();
      }
      names.add(found);
      slot += width;
    }
    return names;
  }

  private boolean isMadeOf(Pattern form, String method) {
    if (!name.startsWith(MARK, method.length()) || !name.startsWith(method)) {
      return false; // the start-up check asks often, and most often about others
    }
    Matcher matcher = form.matcher(name);
    return matcher.matches() && matcher.group(1).equals(method);
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
