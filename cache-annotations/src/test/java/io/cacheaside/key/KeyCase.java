package io.cacheaside.key;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One template with the types of its one to three placeholders, and many tuples of values for them;
 * about half of the tuples differ from another one in a single value or in where a character
 * stands.
 */
record KeyCase(KeyTemplate template, List<Type> types, List<List<@Nullable Object>> tuples) {

  /** Literals a template may have between placeholders: delimiters with misleading neighbours. */
  private static final String[] BETWEEN = {
    ":", ",", "][", ")(", "><", "a:", ":a", "e,", "o ", "-/.", "[", "]", "(", "<", "é:u"
  };

  private static final String[] AROUND = {"", "a", "[", "user:", "e", "o", "-", "]", "é"};
  private static final String[] NAMES = {"a", "b", "c"};

  static KeyCase random(Random random, int tupleCount) {
    int placeholders = 1 + random.nextInt(NAMES.length);
    StringBuilder template = new StringBuilder(pick(random, AROUND));
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < placeholders; i++) {
      template.append(i == 0 ? "" : pick(random, BETWEEN)).append('{').append(NAMES[i]).append('}');
      types.add(KeyValues.randomType(random));
    }
    template.append(pick(random, AROUND));
    List<List<@Nullable Object>> tuples = new ArrayList<>();
    for (int i = 0; i < tupleCount; i++) {
      tuples.add(
          tuples.isEmpty() || random.nextBoolean()
              ? randomTuple(random, types)
              : similarTuple(random, types, tuples.get(random.nextInt(tuples.size()))));
    }
    return new KeyCase(KeyTemplate.parse(template.toString()), types, tuples);
  }

  private static List<@Nullable Object> randomTuple(Random random, List<Type> types) {
    List<@Nullable Object> tuple = new ArrayList<>();
    for (Type type : types) {
      tuple.add(KeyValues.randomValue(random, type));
    }
    return tuple;
  }

  private static List<@Nullable Object> similarTuple(
      Random random, List<Type> types, List<@Nullable Object> tuple) {
    List<@Nullable Object> similar = new ArrayList<>(tuple);
    int first = random.nextInt(types.size());
    int second = (first + 1) % types.size();
    if (tuple.get(first) instanceof String left
        && tuple.get(second) instanceof String right
        && !left.isEmpty()
        && first != second) {
      // the last character crosses the border between two values
      similar.set(first, left.substring(0, left.length() - 1));
      similar.set(second, left.charAt(left.length() - 1) + right);
    } else {
      similar.set(first, KeyValues.randomValue(random, types.get(first)));
    }
    return similar;
  }

  static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
