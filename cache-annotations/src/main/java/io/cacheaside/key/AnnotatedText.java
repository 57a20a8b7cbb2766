package io.cacheaside.key;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

/** The text of a type annotated with {@code @CacheKey}: the texts of its parts, {@code (a,b)}. */
final class AnnotatedText extends KeyText {

  private final Part[] parts;

  AnnotatedText(List<Part> parts) {
    super(
        KeyForm.of(KeyForm.Kind.COMPOSITE, parts.stream().map(part -> part.text.form()).toList()));
    this.parts = parts.toArray(new Part[0]);
  }

  @Override
  void write(Object value, KeyBuffer target) {
    target.appendAscii('(');
    char separator = 0;
    for (Part part : parts) {
      separator = CompositeText.separate(separator, target);
      part.write(value, target);
    }
    target.appendAscii(')');
  }

  /** What one method of the annotated type returns. */
  static final class Part {
    private final String source;
    private final MethodHandle getter;
    private final KeyText text;
    private final boolean whole;

    private Part(String source, MethodHandle getter, KeyText text, boolean whole) {
      this.source = source;
      this.getter = getter;
      this.text = text;
      this.whole = whole;
    }

    /**
     * Prepares the method for calls.
     *
     * @throws IllegalAccessException if the method's module does not let us call it
     */
    static Part of(Method method, KeyText text) throws IllegalAccessException {
      if (!method.trySetAccessible()) {
        throw new IllegalAccessException();
      }
      // whole numbers travel as long from the method to the buffer, without a box
      Class<?> type = method.getReturnType();
      boolean whole =
          type == long.class || type == int.class || type == short.class || type == byte.class;
      MethodHandle getter =
          MethodHandles.lookup()
              .unreflect(method)
              .asType(MethodType.methodType(whole ? long.class : Object.class, Object.class));
      String source = method.getDeclaringClass().getTypeName() + "." + method.getName() + "()";
      return new Part(source, getter, text, whole);
    }

    void write(Object owner, KeyBuffer target) {
      try {
        if (whole) {
          target.appendLong((long) getter.invokeExact(owner));
        } else {
          text.append((Object) getter.invokeExact(owner), target);
        }
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(source + " failed while its value was put in a key", e);
      }
    }
  }
}
