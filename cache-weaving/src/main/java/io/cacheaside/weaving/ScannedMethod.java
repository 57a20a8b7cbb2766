package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An annotated method of a class file. Immutable.
 *
 * @param className the binary name of the class, for example {@code shop.Users$Cached}
 * @param name the name of the method
 * @param descriptor its parameter types and return type, for example {@code (J)Lshop/User;}
 * @param isAbstract whether it has no body
 * @param isForInterceptors whether it has no body and is one of an interface: what is put in front
 *     of its objects can do what weaving would
 * @param isNative whether its body is not Java
 * @param line the smallest line of its code in the source file; 0 if unknown
 * @param parameterNames as the debug information has them; none if it lacks one
 * @param annotations at least one, in the order of the class file
 * @param woven the kinds whose advice the method carries
 */
public record ScannedMethod(
    String className,
    String name,
    String descriptor,
    boolean isAbstract,
    boolean isForInterceptors,
    boolean isNative,
    int line,
    List<String> parameterNames,
    List<CacheAnnotation> annotations,
    Set<Kind> woven) {

  /** Keeps copies. */
  public ScannedMethod {
    parameterNames = List.copyOf(parameterNames);
    annotations = List.copyOf(annotations);
    woven = Set.copyOf(woven);
  }

  /** Returns whether there is code that can be woven. */
  public boolean hasBody() {
    return !isAbstract && !isNative;
  }

  /** Returns the kinds of its annotations, in the order of {@link Kind}. */
  public Set<Kind> kinds() {
    Set<Kind> kinds = new TreeSet<>();
    annotations.forEach(annotation -> kinds.add(annotation.kind()));
    return kinds;
  }

  /** Returns the kinds that it is annotated with and should carry the advice of, but does not. */
  public Set<Kind> unwoven() {
    if (isForInterceptors) {
      return Set.of();
    }
    Set<Kind> kinds = kinds();
    kinds.removeAll(woven);
    return kinds;
  }

  /** Returns for example {@code shop.Users.find(long, String)}. */
  @Override
  public String toString() {
    return className + "." + name + "(" + Descriptors.simpleParameters(descriptor) + ")";
  }
}
