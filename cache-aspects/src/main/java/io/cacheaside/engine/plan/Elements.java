package io.cacheaside.engine.plan;

import io.cacheaside.key.KeyText;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** What {@code *} in a key template goes through: the elements of a value. */
public final class Elements {
  /**
   * How many are looked at for one call: a collection may have no end, even of few different ones.
   */
  public static final int MAX = 100_000;

  private static final List<Class<?>> ONE_SHOT =
      List.of(Iterator.class, Enumeration.class, BaseStream.class, Iterable.class);

  private Elements() {}

  /**
   * Returns the type of the elements of a type's values.
   *
   * @throws IllegalArgumentException if they have none, or are used up when they are looked at
   */
  static Type typeOf(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      return typeOf(variable.getBounds()[0]);
    }
    if (type instanceof WildcardType wildcard) {
      return typeOf(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof GenericArrayType array) {
      return array.getGenericComponentType();
    }
    Class<?> raw = Generics.rawClass(type);
    if (raw.isArray()) {
      return raw.getComponentType();
    }
    if (raw == OptionalInt.class) {
      return int.class;
    }
    if (raw == OptionalLong.class) {
      return long.class;
    }
    if (raw == OptionalDouble.class) {
      return double.class;
    }
    Class<?> container = raw == Optional.class ? Optional.class : Iterable.class;
    if (!container.isAssignableFrom(raw) || AutoCloseable.class.isAssignableFrom(raw)) {
      throw new IllegalArgumentException(refusal(raw, type.getTypeName()));
    }
    if (type == raw && raw.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          raw.getName()
              + " does not say what it holds; write for example "
              + raw.getName()
              + "<String>");
    }
    Type element = Generics.resolve(type, container, container.getTypeParameters()[0]);
    return element instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : element;
  }

  private static String refusal(Class<?> raw, String name) {
    if (Map.class.isAssignableFrom(raw)) {
      return name
          + " is a Map, and '*' does not choose between its keys and its values; use a collection"
          + " of those that are meant";
    }
    return ONE_SHOT.stream().anyMatch(each -> each.isAssignableFrom(raw))
        ? name + " is used up by whoever goes through it first; use a List"
        : name + " has no elements; " + KeyText.CONTAINERS;
  }

  /**
   * Hands over each element; none of null.
   *
   * @return false without having looked at any, if looking might use them up: an {@code Iterable}
   *     that is no collection promises nothing
   */
  static boolean forEach(@Nullable Object container, Consumer<@Nullable Object> action) {
    if (container instanceof Collection<?> collection) {
      collection.forEach(action);
    } else if (container instanceof Optional<?> optional) {
      optional.ifPresent(action);
    } else if (container instanceof OptionalInt optional) {
      optional.ifPresent(action::accept);
    } else if (container instanceof OptionalLong optional) {
      optional.ifPresent(action::accept);
    } else if (container instanceof OptionalDouble optional) {
      optional.ifPresent(action::accept);
    } else if (container instanceof Object[] array) {
      for (Object each : array) {
        action.accept(each);
      }
    } else if (container != null && container.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(container); i++) {
        action.accept(Array.get(container, i));
      }
    } else {
      return container == null;
    }
    return true;
  }
}
