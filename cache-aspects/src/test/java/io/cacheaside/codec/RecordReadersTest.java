package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of every width and depth, read by one handle for each. */
class RecordReadersTest {
  /** The smallest stack that a server would give to a thread. */
  private static final int SMALL_STACK = 256 << 10;

  /**
   * What is wide, is written by {@link #source}: {@code INTS(31)} stands for as many components,
   * {@code ONES(31)} for as many arguments.
   */
  private static final String RECORDS =
      """
      package wide;

      import java.util.List;
      import java.util.Objects;

      public class Records {
        public record None() {}
        public record One(long c0) {}
        public record Most(INTS(32)) {}
        public record More(INTS(33)) {}
        public record Widest(LONGS(125)) {}

        public record Level1(INTS(31), Level2 last) {}
        public record Level2(INTS(31), Level3 last) {}
        public record Level3(INTS(31), Level4 last) {}
        public record Level4(INTS(31), Level5 last) {}
        public record Level5(INTS(31), Level6 last) {}
        public record Level6(INTS(31), String last) {}

        /** As wide as are read in one go, each the last component of another. */
        public static Object levels(int deep) {
          Level3 third = new Level3(ONES(31), new Level4(ONES(31), new Level5(ONES(31),
              new Level6(ONES(31), "innermost"))));
          return new Level1(ONES(31), new Level2(ONES(31), third));
        }

        public record Person(INTS(31), Person boss) {}

        public static Object person(int deep) {
          Person person = null;
          for (int i = 0; i < deep; i++) {
            person = new Person(ONES(31), person);
          }
          return person;
        }

        public sealed interface Item permits Leaf, Group {}
        public record Leaf(String name) implements Item {}
        public record Group(INTS(14), List<Item> items) implements Item {}

        public static Object item(int deep) {
          Item item = new Leaf("innermost");
          for (int i = 1; i < deep; i++) {
            item = new Group(ONES(14), List.of(item));
          }
          return item;
        }

        /** On two circles, of which the second is found when what it goes through is complete. */
        public record Order(Buyer buyer, Line line) {}
        public record Line(INTS(31), Buyer buyer) {}

        public static final class Buyer {
          Order last;

          @Override
          public boolean equals(Object other) {
            return other instanceof Buyer buyer && Objects.equals(buyer.last, last);
          }

          @Override
          public int hashCode() {
            return Objects.hashCode(last);
          }
        }

        public static Object order(int deep) {
          Order order = new Order(null, null);
          for (int i = 1; i + 3 <= deep; i += 3) {
            Buyer buyer = new Buyer();
            buyer.last = order;
            order = new Order(null, new Line(ONES(31), buyer));
          }
          return order;
        }
      }
      """;

  @TempDir private static Path classes;
  private static URLClassLoader loader;

  @BeforeAll
  static void compile() throws IOException {
    Javac.compile(Map.of("wide/Records.java", source()), classes, List.of());
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
  }

  @AfterAll
  static void unload() throws IOException {
    loader.close();
  }

  private static String source() {
    String text = RECORDS;
    for (int count : new int[] {14, 31, 32, 33, 125}) {
      text =
          text.replace("INTS(" + count + ")", listed("int c%d", count))
              .replace("LONGS(" + count + ")", listed("long c%d", count))
              .replace("ONES(" + count + ")", listed("1", count));
    }
    return text;
  }

  private static String listed(String each, int count) {
    return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(", "));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass("wide.Records$" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "One", "Most", "More", "Widest"})
  void record_ofAnyWidth_isReadBack(String name) throws ReflectiveOperationException {
    Class<?> type = type(name);
    Class<?>[] components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(components);
    Object value =
        constructor.newInstance(
            IntStream.range(0, components.length)
                .mapToObj(i -> components[i] == int.class ? (Object) (i * 7) : Long.valueOf(-i))
                .toArray());
    Codec.TypeCodec codec = Declared.codec(type);
    assertThat(Declared.decode(codec, Declared.encode(codec, value))).isEqualTo(value);
  }

  /** As deep as is allowed, before anything is compiled to machine code. */
  @ParameterizedTest
  @CsvSource({"Level1, levels", "Person, person", "Item, item", "Order, order"})
  @Timeout(60)
  void recordsWithinEachOther_needLittleStack(String declared, String maker) throws Exception {
    Class<?> type = type(declared);
    Object value =
        loader.loadClass("wide.Records").getMethod(maker, int.class).invoke(null, Coder.MAX_DEPTH);
    Codec.TypeCodec codec = Declared.codec(type);
    byte[] bytes = Declared.encode(codec, value);
    CompletableFuture<Object> decoded = new CompletableFuture<>();
    Runnable read =
        () -> {
          try {
            decoded.complete(Declared.decode(codec, bytes));
          } catch (RuntimeException e) {
            decoded.completeExceptionally(e);
          }
        };
    new Thread(null, read, "small stack", SMALL_STACK).start();
    assertThat(decoded.get(30, TimeUnit.SECONDS)).isEqualTo(value);
  }

  record Primitives(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long large,
      float rough,
      double fine,
      boolean other) {}

  @Test
  void primitives_areReadEachInItsForm() {
    Codec.TypeCodec codec = Declared.codec(Primitives.class);
    Primitives value =
        new Primitives(true, (byte) -2, (short) -300, 'é', -70_000, 1L << 40, 1.5f, -2.25, false);
    assertThat(Declared.decode(codec, Declared.encode(codec, value))).isEqualTo(value);
  }

  record Picky(int number, String name) {
    Picky {
      if (number < 0) {
        throw new IllegalArgumentException("negative");
      }
      if (number == 13) {
        sneak(new IOException("checked"));
      }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
      throw (T) failure;
    }
  }

  /** The number in the form of Kryo, then a name. */
  private static byte[] picky(int number) {
    Output output = new Output(64, -1);
    output.writeByte(1);
    output.writeVarInt(number, false);
    output.writeString("name");
    return output.toBytes();
  }

  @Test
  void constructorThatThrows_isNamed() {
    Codec.TypeCodec codec = Declared.codec(Picky.class);
    assertThat(Declared.decode(codec, picky(1))).isEqualTo(new Picky(1, "name"));
    assertThatThrownBy(() -> Declared.decode(codec, picky(-1)))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type Picky: a payload of 6 bytes cannot be decoded: the value cannot be"
                + " read: the constructor of"
                + " io.cacheaside.codec.RecordReadersTest$Picky threw"
                + " java.lang.IllegalArgumentException in"
                + " io.cacheaside.codec.RecordReadersTest$Picky.<init>");
    assertThatThrownBy(() -> Declared.decode(codec, picky(13)))
        .isInstanceOf(CodecException.class)
        .hasMessageEndingWith(
            "$Picky threw java.io.IOException in io.cacheaside.codec.RecordReadersTest$Picky.<init>");
  }
}
