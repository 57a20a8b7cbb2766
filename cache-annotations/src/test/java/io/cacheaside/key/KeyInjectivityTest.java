package io.cacheaside.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For one template and its types: different values give different keys, equal ones the same. */
class KeyInjectivityTest {

  private static final int TUPLES_PER_CASE = 40;

  /** 5,000 cases of 40 tuples each: 200,000 keys, every one against the 39 others of its case. */
  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void key_differentValues_areDifferent(@ForAll("cases") KeyCase given) {
    assertThat(collision(given, renderer(given))).isNull();
  }

  @Property(tries = 2_500, shrinking = ShrinkingMode.OFF)
  void key_equalValues_areEqual(@ForAll("cases") KeyCase given) {
    Function<List<@Nullable Object>, byte[]> renderer = renderer(given);
    for (List<@Nullable Object> tuple : given.tuples()) {
      List<@Nullable Object> copy = new ArrayList<>();
      tuple.forEach(value -> copy.add(KeyValues.copy(value)));
      assertThat(renderer.apply(copy)).as("%s", tuple).isEqualTo(renderer.apply(tuple));
    }
  }

  /** Proves that the property above can fail: the same cases break plain concatenation. */
  @Test
  void concatenation_sameCases_collides() {
    Random random = new Random(1);
    int collisions = 0;
    for (int i = 0; i < 200; i++) {
      KeyCase given = KeyCase.random(random, TUPLES_PER_CASE);
      if (collision(given, tuple -> concatenated(given, tuple)) != null) {
        collisions++;
      }
    }
    assertThat(collisions).isGreaterThan(20);
  }

  @Provide
  Arbitrary<KeyCase> cases() {
    return Arbitraries.randomValue(random -> KeyCase.random(random, TUPLES_PER_CASE));
  }

  /** Returns two different tuples with one key, or null if there are none. */
  private static @Nullable String collision(
      KeyCase given, Function<List<@Nullable Object>, byte[]> renderer) {
    Map<ByteBuffer, List<@Nullable Object>> seen = new HashMap<>();
    for (List<@Nullable Object> tuple : given.tuples()) {
      List<@Nullable Object> comparable = new ArrayList<>();
      tuple.forEach(value -> comparable.add(KeyValues.comparable(value)));
      byte[] key = renderer.apply(tuple);
      List<@Nullable Object> other = seen.putIfAbsent(ByteBuffer.wrap(key), comparable);
      if (other != null && !other.equals(comparable)) {
        return "%s gives %s for %s and %s"
            .formatted(given.template(), new String(key, UTF_8), other, comparable);
      }
    }
    return null;
  }

  private static Function<List<@Nullable Object>, byte[]> renderer(KeyCase given) {
    List<KeyText> texts = given.types().stream().map(KeyText::forType).toList();
    return tuple -> {
      KeyBuffer key = new KeyBuffer();
      int index = 0;
      for (KeyTemplate.Part part : given.template().parts()) {
        if (part instanceof KeyTemplate.Literal literal) {
          key.appendLiteral(literal.text().getBytes(UTF_8));
        } else {
          texts.get(index).append(tuple.get(index), key);
          index++;
        }
      }
      return key.toByteArray();
    };
  }

  private static byte[] concatenated(KeyCase given, List<@Nullable Object> tuple) {
    StringBuilder key = new StringBuilder();
    int index = 0;
    for (KeyTemplate.Part part : given.template().parts()) {
      if (part instanceof KeyTemplate.Literal literal) {
        key.append(literal.text());
      } else {
        key.append(tuple.get(index) instanceof long[] array ? array.length : tuple.get(index));
        index++;
      }
    }
    return key.toString().getBytes(UTF_8);
  }
}
