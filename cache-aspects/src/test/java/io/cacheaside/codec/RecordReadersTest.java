package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of every width and depth, read by one handle for each. */
class RecordReadersTest {
  private static final int SMALL_STACK = 256 << 10;

  record None() {}

  record One(long c0) {}

  record Most(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      int c31) {}

  record More(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      int c31,
      int c32) {}

  /** About as wide as a handle of a constructor can be: 250 words. */
  record Widest(
      long c0,
      long c1,
      long c2,
      long c3,
      long c4,
      long c5,
      long c6,
      long c7,
      long c8,
      long c9,
      long c10,
      long c11,
      long c12,
      long c13,
      long c14,
      long c15,
      long c16,
      long c17,
      long c18,
      long c19,
      long c20,
      long c21,
      long c22,
      long c23,
      long c24,
      long c25,
      long c26,
      long c27,
      long c28,
      long c29,
      long c30,
      long c31,
      long c32,
      long c33,
      long c34,
      long c35,
      long c36,
      long c37,
      long c38,
      long c39,
      long c40,
      long c41,
      long c42,
      long c43,
      long c44,
      long c45,
      long c46,
      long c47,
      long c48,
      long c49,
      long c50,
      long c51,
      long c52,
      long c53,
      long c54,
      long c55,
      long c56,
      long c57,
      long c58,
      long c59,
      long c60,
      long c61,
      long c62,
      long c63,
      long c64,
      long c65,
      long c66,
      long c67,
      long c68,
      long c69,
      long c70,
      long c71,
      long c72,
      long c73,
      long c74,
      long c75,
      long c76,
      long c77,
      long c78,
      long c79,
      long c80,
      long c81,
      long c82,
      long c83,
      long c84,
      long c85,
      long c86,
      long c87,
      long c88,
      long c89,
      long c90,
      long c91,
      long c92,
      long c93,
      long c94,
      long c95,
      long c96,
      long c97,
      long c98,
      long c99,
      long c100,
      long c101,
      long c102,
      long c103,
      long c104,
      long c105,
      long c106,
      long c107,
      long c108,
      long c109,
      long c110,
      long c111,
      long c112,
      long c113,
      long c114,
      long c115,
      long c116,
      long c117,
      long c118,
      long c119,
      long c120,
      long c121,
      long c122,
      long c123,
      long c124) {}

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

  @ParameterizedTest
  @ValueSource(classes = {None.class, One.class, Most.class, More.class, Widest.class})
  void record_ofAnyWidth_isReadBack(Class<?> type) throws ReflectiveOperationException {
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

  @Test
  void primitives_areReadEachInItsForm() {
    Codec.TypeCodec codec = Declared.codec(Primitives.class);
    Primitives value =
        new Primitives(true, (byte) -2, (short) -300, 'é', -70_000, 1L << 40, 1.5f, -2.25, false);
    assertThat(Declared.decode(codec, Declared.encode(codec, value))).isEqualTo(value);
  }

  record Person(
      String a,
      String b,
      String c,
      String d,
      String e,
      String f,
      String g,
      String h,
      String i,
      String j,
      String k,
      String l,
      long m,
      int n,
      @Nullable Person boss) {
    static Person below(@Nullable Person boss) {
      return new Person("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", 1, 2, boss);
    }
  }

  /** Two circles through one record, of which the second is found when the first is complete. */
  record Order(
      String a,
      String b,
      String c,
      String d,
      String e,
      String f,
      String g,
      String h,
      String i,
      String j,
      String k,
      String l,
      long m,
      @Nullable Buyer buyer,
      @Nullable Line line) {
    static Order of(@Nullable Buyer buyer, @Nullable Line line) {
      return new Order("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", 1, buyer, line);
    }
  }

  /** A class with fields in between. */
  static final class Buyer {
    @Nullable Order last;

    static Buyer of(Order last) {
      Buyer buyer = new Buyer();
      buyer.last = last;
      return buyer;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Buyer buyer && Objects.equals(buyer.last, last);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(last);
    }
  }

  record Line(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      Buyer buyer) {
    static Line of(Buyer buyer) {
      return new Line(
          0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
          25, 26, 27, 28, 29, 30, buyer);
    }
  }

  @Test
  @Timeout(60)
  void recordOnASecondCircle_needsLittleStack() throws Exception {
    Order order = Order.of(null, null);
    for (int depth = 1; depth + 3 <= Coder.MAX_DEPTH; depth += 3) {
      order = Order.of(null, Line.of(Buyer.of(order)));
    }
    assertIsReadWithASmallStack(Order.class, order);
  }

  sealed interface Item permits Leaf, Group {}

  record Leaf(String name) implements Item {}

  record Group(
      String a,
      String b,
      String c,
      String d,
      String e,
      String f,
      String g,
      String h,
      String i,
      String j,
      String k,
      String l,
      long m,
      int n,
      List<Item> items)
      implements Item {
    static Group of(Item item) {
      return new Group(
          "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", 1, 2, List.of(item));
    }
  }

  /** As deep as is allowed, with the smallest stack that a server would give to a thread. */
  @Test
  @Timeout(60)
  void recordThatContainsItself_needsLittleStack() throws Exception {
    Person person = Person.below(null);
    for (int depth = 1; depth < Coder.MAX_DEPTH; depth++) {
      person = Person.below(person);
    }
    assertIsReadWithASmallStack(Person.class, person);
  }

  @Test
  @Timeout(60)
  void recordThatContainsItselfThroughAnInterface_needsLittleStack() throws Exception {
    Item item = new Leaf("innermost");
    for (int depth = 1; depth < Coder.MAX_DEPTH; depth++) {
      item = Group.of(item);
    }
    assertIsReadWithASmallStack(Item.class, item);
  }

  record Level1(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      Level2 last) {}

  record Level2(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      Level3 last) {}

  record Level3(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      Level4 last) {}

  record Level4(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      Level5 last) {}

  record Level5(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      Level6 last) {}

  record Level6(
      int c0,
      int c1,
      int c2,
      int c3,
      int c4,
      int c5,
      int c6,
      int c7,
      int c8,
      int c9,
      int c10,
      int c11,
      int c12,
      int c13,
      int c14,
      int c15,
      int c16,
      int c17,
      int c18,
      int c19,
      int c20,
      int c21,
      int c22,
      int c23,
      int c24,
      int c25,
      int c26,
      int c27,
      int c28,
      int c29,
      int c30,
      String last) {}

  /** Records as wide as are read in one go, each the last component of another. */
  @Test
  @Timeout(60)
  void wideRecordsWithinEachOther_needLittleStack() throws Exception {
    Object value = "innermost";
    for (Class<?> level :
        List.of(
            Level6.class, Level5.class, Level4.class, Level3.class, Level2.class, Level1.class)) {
      Object[] components = new Object[32];
      Arrays.fill(components, 5);
      components[31] = value;
      value = level.getDeclaredConstructors()[0].newInstance(components);
    }
    assertIsReadWithASmallStack(Level1.class, value);
  }

  private static void assertIsReadWithASmallStack(Class<?> type, Object value) throws Exception {
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
            "return type Picky: a payload of 6 bytes cannot be decoded: the"
                + " constructor of io.cacheaside.codec.RecordReadersTest$Picky threw"
                + " java.lang.IllegalArgumentException: negative");
    assertThatThrownBy(() -> Declared.decode(codec, picky(13)))
        .isInstanceOf(CodecException.class)
        .hasMessageEndingWith("$Picky threw java.io.IOException: checked");
  }
}
