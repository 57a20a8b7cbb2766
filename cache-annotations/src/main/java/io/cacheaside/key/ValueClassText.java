package io.cacheaside.key;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value class of Kotlin: that of its value. Where the compiler passes the value
 * itself in place of the object, which it does wherever it can, keys have the same text.
 */
final class ValueClassText extends KeyText {
  private final Class<?> type;
  private final MethodHandle unbox;
  private final KeyText text;

  private ValueClassText(Class<?> type, MethodHandle unbox, KeyText text) {
    super(text.form().orNull());
    this.type = type;
    this.unbox = unbox;
    this.text = text;
  }

  /**
   * Prepares the text.
   *
   * @param unboxing what {@link #unboxing} has found
   * @throws IllegalAccessException if the class's module does not let us call it
   */
  static ValueClassText of(Method unboxing, KeyText text) throws IllegalAccessException {
    if (!unboxing.trySetAccessible()) {
      throw new IllegalAccessException();
    }
    MethodHandle unbox =
        MethodHandles.lookup()
            .unreflect(unboxing)
            .asType(MethodType.methodType(Object.class, Object.class));
    return new ValueClassText(unboxing.getDeclaringClass(), unbox, text);
  }

  /** Returns the method that gives the value of a value class, null if it is none. */
  static @Nullable Method unboxing(Class<?> type) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getName().equals(KotlinNames.VALUE_CLASS)) {
        for (Method method : type.getDeclaredMethods()) {
          if (method.getName().equals(KotlinNames.UNBOX) && method.getParameterCount() == 0) {
            return method;
          }
        }
      }
    }
    return null;
  }

  /** Returns the type of the value, which the method's own may have lost. */
  static Type valueType(Method unboxing) {
    for (Field field : unboxing.getDeclaringClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        return field.getGenericType();
      }
    }
    return unboxing.getGenericReturnType();
  }

  @Override
  void write(Object value, KeyBuffer target) {
    Object content;
    try {
      content = (Object) unbox.invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the value of " + type.getTypeName() + " was not found", e);
    }
    if (content == null) { // no text tells it from the absent object
      throw new IllegalArgumentException(
          "an object of the value class " + type.getTypeName() + " holds null, so it has no key");
    }
    text.write(content, target);
  }
}
