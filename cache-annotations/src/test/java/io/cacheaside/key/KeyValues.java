package io.cacheaside.key;

import io.cacheaside.annotation.CacheKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Random types, values made to be confused with each other, and equal copies of values. */
final class KeyValues {

  @CacheKey
  record Row(@Nullable String name, @Nullable List<String> tags, long number) {}

  /** Characters with a meaning somewhere in a key, and what is made of them. */
  private static final String[] PIECES = {
    "", "", "a", "b", "e", "o", "u", "1", "-", ".", "+", ":", ",", " ", "/", "~", "~e", "~o", "%",
    "%3A", "%uD83D", "[", "]", "[]", "<", ">", "(", ")", "{", "}", "?", "null", "é", "\n", "\u0085",
    "😀", "\ud83d", "\ude00"
  };

  private static final List<Type> TYPES =
      List.of(
          String.class,
          long.class,
          Integer.class,
          char.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          TimeUnit.class,
          long[].class,
          Row.class,
          new Token<Optional<String>>() {}.type,
          new Token<Optional<List<String>>>() {}.type,
          new Token<List<String>>() {}.type,
          new Token<Set<String>>() {}.type,
          new Token<List<List<String>>>() {}.type,
          new Token<Set<Set<String>>>() {}.type,
          new Token<Collection<String>>() {}.type,
          new Token<List<Row>>() {}.type);

  private KeyValues() {}

  /** Strings are every second type, since they are the ones that can look like anything. */
  static Type randomType(Random random) {
    return random.nextBoolean() ? String.class : TYPES.get(random.nextInt(TYPES.size()));
  }

  static @Nullable Object randomValue(Random random, Type type) {
    boolean primitive = type instanceof Class<?> scalar && scalar.isPrimitive();
    if (!primitive && random.nextInt(8) == 0) {
      return null;
    }
    return type instanceof ParameterizedType generic
        ? container(random, generic)
        : scalar(random, (Class<?>) type);
  }

  private static Object scalar(Random random, Class<?> type) {
    if (type == String.class) {
      return string(random);
    } else if (type == long.class) {
      return (long) random.nextInt(-12, 13);
    } else if (type == Integer.class) {
      return random.nextInt(-12, 13);
    } else if (type == char.class) {
      String piece = string(random);
      return piece.isEmpty() ? 'a' : piece.charAt(0);
    } else if (type == Double.class) {
      return random.nextInt(4) == 0 ? -0.0 : random.nextInt(-3, 4) / 8.0;
    } else if (type == BigDecimal.class) {
      return new BigDecimal(BigInteger.valueOf(random.nextInt(12)), random.nextInt(-2, 68));
    } else if (type == BigInteger.class) {
      return BigInteger.valueOf(random.nextInt(-12, 13));
    } else if (type == TimeUnit.class) {
      return List.copyOf(EnumSet.allOf(TimeUnit.class)).get(random.nextInt(7));
    } else if (type == long[].class) {
      return random.longs(random.nextInt(3), 0, 3).toArray();
    } else if (type == Row.class) {
      List<String> tags = random.nextBoolean() ? null : List.of(string(random));
      return new Row(random.nextBoolean() ? null : string(random), tags, random.nextInt(2));
    }
    throw new AssertionError(type);
  }

  private static Object container(Random random, ParameterizedType type) {
    Type element = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(randomValue(random, element));
    }
    boolean set =
        type.getRawType() == Set.class
            || (type.getRawType() == Collection.class && random.nextBoolean());
    Collection<@Nullable Object> values = set ? new LinkedHashSet<>() : new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(randomValue(random, element));
    }
    return values;
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(KeyCase.pick(random, PIECES));
    }
    return text.toString();
  }

  /** A value with the same meaning, of other objects and with sets in another order. */
  static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof String text) {
      return String.valueOf(text.toCharArray());
    } else if (value instanceof long[] array) {
      return array.clone();
    } else if (value instanceof Optional<?> optional) {
      return Optional.ofNullable(copy(optional.orElse(null)));
    } else if (value instanceof Collection<?> elements) {
      List<@Nullable Object> copies = new ArrayList<>();
      elements.forEach(element -> copies.add(copy(element)));
      if (value instanceof Set<?>) {
        Collections.reverse(copies);
        return new LinkedHashSet<>(copies);
      }
      return copies;
    }
    return value;
  }

  /** What {@code equals} compares: arrays as lists, which stand in no tuple beside a list. */
  static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof long[] array) {
      List<Long> list = new ArrayList<>();
      for (long each : array) {
        list.add(each);
      }
      return list;
    }
    return value;
  }
}
