package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.fail;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that a decoded value is what its declared type says, type arguments included. */
final class TypeWalk {
  private TypeWalk() {}

  static void check(ResolvedType type, @Nullable Object value) throws IllegalAccessException {
    if (value == null) {
      return;
    }
    Class<?> boxed = MethodType.methodType(type.raw()).wrap().returnType();
    if (!boxed.isInstance(value)) {
      fail("%s holds a %s", type, value.getClass());
    }
    if (value instanceof Collection<?> collection) {
      for (Object element : collection) {
        check(type.argument(0), element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        check(type.argument(0), entry.getKey());
        check(type.argument(1), entry.getValue());
      }
    } else if (value instanceof Optional<?> optional) {
      check(type.argument(0), optional.orElse(null));
    } else if (type.raw().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        check(type.argument(0), Array.get(value, i));
      }
    } else if (!Refusals.isJdk(value.getClass()) && !(value instanceof Enum<?>)) {
      checkFields(type.subtype(value.getClass()), value);
    }
  }

  private static void checkFields(ResolvedType type, Object value) throws IllegalAccessException {
    ResolvedType level = type;
    while (level.raw() != Object.class && level.raw() != Record.class) {
      for (Field field : level.raw().getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          field.setAccessible(true);
          check(ResolvedType.of(field.getGenericType(), level.variables()), field.get(value));
        }
      }
      level = ResolvedType.of(level.raw().getGenericSuperclass(), level.variables());
    }
  }
}
