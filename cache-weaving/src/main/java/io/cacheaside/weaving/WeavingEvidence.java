package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the advice of a class's methods. A piece of evidence serves one method only: a static
 * method {@code find(Users, long)} and an instance method {@code find(long)} of {@code Users} have
 * advice of the same form, so two of them must be there.
 */
final class WeavingEvidence {
  /** What ajc hands through after a method's own parameters, if an advice asks for it. */
  private static final String JOIN_POINT = "Lorg/aspectj/lang/JoinPoint;";

  private final String className;
  private final References references;
  private final List<MethodEntry> unused;

  /** A weaver inlines advice everywhere or, with -XnoInline, nowhere. */
  private final boolean inlined;

  WeavingEvidence(ClassFile classFile) {
    this(classFile.name(), classFile.methods(), classFile::refersTo);
  }

  /**
   * Looks for evidence among the methods of a class.
   *
   * @param className its internal name
   */
  WeavingEvidence(String className, List<MethodEntry> methods, References references) {
    this.className = className;
    this.references = references;
    this.unused = new ArrayList<>(methods);
    this.inlined = methods.stream().anyMatch(WeavingEvidence::isOurAdvice);
  }

  /** Whether a class refers to another one, given by its internal name. */
  interface References {
    boolean to(String internalName) throws ClassFileException;
  }

  /** Says what {@code method}, which has annotations of {@code kinds}, carries. */
  Finding find(MethodEntry method, Set<Kind> kinds) throws ClassFileException {
    Set<Kind> woven = EnumSet.noneOf(Kind.class);
    int line = 0;
    for (Kind kind : kinds) {
      // one body per advice; the first of them is the written one, the others call it
      Optional<MethodEntry> body = take(candidate -> isBody(candidate, method));
      if (line == 0) {
        line = body.orElse(method).line();
      }
      // without inlining, the moved body and a reference to the aspect are all there is
      if (inlined
          ? take(candidate -> isAdvice(candidate, method, kind)).isPresent()
          : body.isPresent() && references.to(kind.aspect())) {
        woven.add(kind);
      }
    }
    return new Finding(woven, line);
  }

  /**
   * What is known of one method.
   *
   * @param woven the kinds whose advice it carries
   * @param line the smallest line of the code that was written for it, or 0
   */
  record Finding(Set<Kind> woven, int line) {}

  private Optional<MethodEntry> take(Predicate<MethodEntry> isEvidence) {
    for (Iterator<MethodEntry> rest = unused.iterator(); rest.hasNext(); ) {
      MethodEntry candidate = rest.next();
      if (isEvidence.test(candidate)) {
        rest.remove();
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean isOurAdvice(MethodEntry method) {
    return method.isAdvice()
        && Arrays.stream(Kind.values())
            .anyMatch(kind -> method.descriptor().contains(parameter(kind)));
  }

  private boolean isAdvice(MethodEntry candidate, MethodEntry method, Kind kind) {
    return candidate.isAdviceOf(method.name())
        && additionalParameters(candidate, method).startsWith(parameter(kind));
  }

  private boolean isBody(MethodEntry candidate, MethodEntry method) {
    return candidate.isMovedBodyOf(method.name())
        && additionalParameters(candidate, method).equals(")");
  }

  /**
   * Returns what follows the receiver, the parameters of {@code method} and join points in the
   * parameters of {@code candidate}, with the closing bracket; empty if they are others.
   */
  private String additionalParameters(MethodEntry candidate, MethodEntry method) {
    String receiver = method.isStatic() ? "" : "L" + className + ";";
    String expected = receiver + Descriptors.parameters(method.descriptor());
    String found = Descriptors.parameters(candidate.descriptor());
    if (!found.startsWith(expected)) {
      return "";
    }
    String rest = found.substring(expected.length());
    while (rest.startsWith(JOIN_POINT)) {
      rest = rest.substring(JOIN_POINT.length());
    }
    return rest + ")";
  }

  private static String parameter(Kind kind) {
    return "L" + kind.aspect() + ";";
  }
}
