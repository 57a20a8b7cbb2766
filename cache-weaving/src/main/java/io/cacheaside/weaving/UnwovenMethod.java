package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.util.stream.Collectors;

/**
 * An annotated method that does not carry the advice of all its annotations. Immutable.
 *
 * @param method the method
 * @param origin the directory or jar in which its class lies
 */
public record UnwovenMethod(ScannedMethod method, String origin) {

  /** Returns for example {@code shop.Users.find(long) with @CacheAside in /shop/target/classes}. */
  @Override
  public String toString() {
    String kinds =
        method.unwoven().stream().map(Kind::toString).collect(Collectors.joining(" and "));
    return method + " with " + kinds + " in " + origin + reason();
  }

  private String reason() {
    if (method.isAbstract()) {
      return ": it has no body, so it can never be woven; annotate the methods that implement it";
    }
    if (method.isNative()) {
      return ": its body is native, so it can never be woven; annotate a Java method that calls it";
    }
    return "";
  }
}
