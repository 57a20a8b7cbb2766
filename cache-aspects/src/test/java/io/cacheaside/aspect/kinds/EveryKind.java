package io.cacheaside.aspect.kinds;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * A call of an annotated method.
 *
 * @param name what is special about the method
 */
public record EveryKind(String name, Callable<?> call) {

  /** Returns a call of each kind of cached method; all of them with small arguments. */
  public static List<EveryKind> cached() {
    Kinds kinds = new Kinds();
    return List.of(
        kind("private", () -> kinds.callPrivate(1)),
        kind("package-private", () -> kinds.packageMethod(1)),
        kind("protected", () -> kinds.protectedMethod(1)),
        kind("public", () -> kinds.publicMethod(1)),
        kind("static", () -> Kinds.staticMethod(1)),
        kind("final", () -> kinds.finalMethod(1)),
        kind("synchronized", () -> kinds.synchronizedMethod(1)),
        kind("varargs", () -> kinds.varargs(1, 2, 3)),
        kind("no parameters", kinds::noParameters),
        kind("2 parameters", () -> kinds.two(1, "b")),
        kind("3 parameters", () -> kinds.three(1, "b", true)),
        kind("4 parameters", () -> kinds.four(1, "b", true, 'd')),
        kind("5 parameters", () -> kinds.five(1, "b", true, 'd', (byte) 5)),
        kind("6 parameters", () -> kinds.six(1, "b", true, 'd', (byte) 5, (short) 6)),
        kind("7 parameters", () -> kinds.seven(1, "b", true, 'd', (byte) 5, (short) 6, 7.5)),
        kind("8 parameters", () -> kinds.eight(1, "b", true, 'd', (byte) 5, (short) 6, 7.5, 8.5f)),
        kind("long", () -> kinds.longMethod(1)),
        kind("boolean", () -> kinds.booleanMethod(0)),
        kind("byte", () -> kinds.byteMethod((byte) -1)),
        kind("short", () -> kinds.shortMethod((short) -1)),
        kind("char", () -> kinds.charMethod('c')),
        kind("float", () -> kinds.floatMethod(1.5f)),
        kind("double", () -> kinds.doubleMethod(1.5)),
        kind("array", () -> (int) kinds.arrayMethod(7)[0]),
        kind("generic", () -> kinds.generic(1, 2L)),
        kind("null", () -> String.valueOf(kinds.nullMethod(1))),
        kind("Optional", () -> kinds.emptyMethod(1)),
        kind("OptionalInt", () -> kinds.emptyIntMethod(1)),
        kind("Optional.of", () -> kinds.presentMethod(1)),
        kind("record", () -> new Kinds.Rec(1).sum(2)),
        kind("enum", () -> Kinds.Choice.ONE.inEnum(1)),
        kind("enum constant's body", () -> Kinds.Choice.ONE.inBody(1)),
        kind("default method", () -> new Kinds.Defaults() {}.defaultMethod(1)),
        kind("static interface method", () -> Kinds.Defaults.staticMethod(1)),
        kind("private interface method", () -> new Kinds.Defaults() {}.callPrivate(1)),
        kind("inner class", () -> kinds.new Inner().method(1)),
        kind("covariant override", () -> new Kinds.Derived().covariant(1)),
        kind("anonymous class", () -> kinds.anonymous(1).get()),
        kind("both annotations", () -> kinds.both(1)));
  }

  /** Returns calls whose bodies make further calls of cached methods. */
  public static List<EveryKind> nested() {
    Kinds kinds = new Kinds();
    return List.of(
        kind("recursive", () -> kinds.factorial(3)),
        kind("overriding", () -> new Kinds.Overriding().overridden(1)));
  }

  /** Returns a call of each kind of invalidating method that returns something. */
  public static List<EveryKind> invalidating() {
    Kinds kinds = new Kinds();
    return List.of(
        kind("private", () -> kinds.callInvalidate(1)),
        kind("static", () -> Kinds.invalidateStatically("1")),
        kind("7 parameters", () -> kinds.invalidateSeven(1, 2, 3, 4, 5, 6, 7)),
        kind("primitive", () -> kinds.invalidatePrimitive(1)),
        kind("both annotations", () -> kinds.both(2)),
        kind(
            "void",
            () -> {
              kinds.invalidatePublic(1);
              return "nothing";
            }));
  }

  private static EveryKind kind(String name, Callable<?> call) {
    return new EveryKind(name, call);
  }
}
