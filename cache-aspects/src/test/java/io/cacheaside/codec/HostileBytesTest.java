package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.sun.management.ThreadMXBean;
import io.cacheaside.codec.Shop.Empty;
import io.cacheaside.codec.Shop.Node;
import io.cacheaside.codec.Shop.Positive;
import io.cacheaside.codec.Shop.Status;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads made to hurt. */
final class HostileBytesTest {
  static volatile boolean gadgetTouched;

  static Stream<Arguments> bombs() {
    return Stream.of(
        arguments(new Declared<List<String>>() {}.type(), bytes(1, 50_000_000)),
        arguments(new Declared<List<Empty>>() {}.type(), bytes(1, 50_000_000, 1, 1, 1)),
        arguments(new Declared<Set<Long>>() {}.type(), bytes(8, Integer.MAX_VALUE)),
        arguments(new Declared<Map<String, String>>() {}.type(), bytes(1, Integer.MAX_VALUE)),
        arguments(String[].class, bytes(Integer.MAX_VALUE)),
        arguments(String[].class, bytes(-1)),
        arguments(long[][].class, bytes(Integer.MAX_VALUE, 1, Integer.MAX_VALUE)),
        arguments(byte[].class, bytes(1, Integer.MAX_VALUE)),
        arguments(int[].class, bytes(1, 500_000_000)),
        arguments(double[].class, bytes(1, 2, 0, 0)),
        arguments(boolean[].class, bytes(1, -5)),
        arguments(BigInteger.class, bytes(1, Integer.MAX_VALUE)),
        arguments(BigInteger.class, bytes(1, 0)),
        arguments(BitSet.class, bytes(1, Integer.MAX_VALUE)),
        arguments(BigDecimal.class, bytes(1, 2_000_000_000, 1, 1)),
        arguments(String.class, hugeString()),
        arguments(Status.class, bytes(1, 0x80)),
        arguments(Status.class, bytes(2)));
  }

  private static byte[] bytes(int... numbers) {
    Output output = new Output(64, -1);
    for (int number : numbers) {
      output.writeVarInt(number, true);
    }
    return output.toBytes();
  }

  private static byte[] hugeString() {
    Output output = new Output(64, -1);
    output.writeVarIntFlag(true, 1_000_000_000, true);
    return output.toBytes();
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void bomb_decoded_isRefusedAtOnce(Type type, byte[] bytes) {
    Codec.TypeCodec codec = Declared.codec(type);
    assertThatThrownBy(() -> Declared.decode(codec, bytes)); // loads the classes of the message
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThatThrownBy(() -> Declared.decode(codec, bytes))
        .isInstanceOf(CodecException.class)
        .matches(e -> !(e.getCause() instanceof VirtualMachineError)); // refused, not survived
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(after - before).isLessThan(1 << 20);
  }

  @Test
  void announcedElements_beyondTheBytes_areNamed() {
    Codec.TypeCodec codec = new Declared<List<String>>() {}.codec();
    assertThatThrownBy(() -> Declared.decode(codec, bytes(1, 50_000_000)))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type List<String>: a payload of 5 bytes cannot be decoded: 50,000,000 elements"
                + " of at least 1 bytes are announced, but 0 bytes are left");
  }

  @Test
  void nesting_beyondTheBound_isRefusedBothWays() {
    Codec.TypeCodec codec = Declared.codec(Node.class);
    byte[] deepest = codec.encode(Node.chain(Coder.MAX_DEPTH), 0);
    assertThat(Declared.decode(codec, deepest)).isInstanceOf(Node.class);
    String message =
        "objects lie more than 128 deep within objects, the innermost is a"
            + " io.cacheaside.codec.Shop$Node; a chain of objects belongs in a list, and a cycle"
            + " cannot be cached";
    assertThatThrownBy(() -> codec.encode(Node.chain(Coder.MAX_DEPTH + 1), 0))
        .isInstanceOf(CodecException.class)
        .hasMessage("return type Node: the value cannot be encoded: " + message);
    byte[] ones = new byte[100_000];
    Arrays.fill(ones, (byte) 1);
    assertThatThrownBy(() -> Declared.decode(codec, ones))
        .isInstanceOf(CodecException.class)
        .hasMessage("return type Node: a payload of 100,000 bytes cannot be decoded: " + message);
  }

  @Test
  void cycle_encoded_isRefused() {
    Node node = new Node();
    node.next = node;
    Codec.TypeCodec codec = Declared.codec(Node.class);
    assertThatThrownBy(() -> codec.encode(node, 0)).isInstanceOf(CodecException.class);
  }

  @Test
  void trailingBytes_areRefused() {
    Codec.TypeCodec codec = Declared.codec(Integer.class);
    byte[] bytes = Arrays.copyOf(codec.encode(5, 0), 4);
    assertThatThrownBy(() -> Declared.decode(codec, bytes))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type Integer: a payload of 4 bytes cannot be decoded: 2 bytes follow the value");
  }

  @Test
  void nullRoot_isRefused() {
    Codec.TypeCodec codec = Declared.codec(Integer.class);
    assertThatThrownBy(() -> Declared.decode(codec, new byte[1]))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type Integer: a payload of 1 bytes cannot be decoded: the value is null");
  }

  @Test
  void constructorThatThrows_isACodecException() {
    Codec.TypeCodec codec = Declared.codec(Positive.class);
    byte[] bytes = codec.encode(new Positive(1), 0);
    bytes[bytes.length - 1] = 0;
    assertThatThrownBy(() -> Declared.decode(codec, bytes))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type Positive: a payload of 2 bytes cannot be decoded: the value cannot be"
                + " read: the constructor of"
                + " io.cacheaside.codec.Shop$Positive threw java.lang.IllegalArgumentException"
                + " in io.cacheaside.codec.Shop$Positive.<init>");
  }

  @Test
  void classNameInBytes_isNeverLoaded() {
    Output output = new Output(256);
    output.writeVarInt(1, true); // Kryo's tag for a class name
    output.writeVarInt(0, true);
    output.writeString("io.cacheaside.codec.HostileBytesTest$Gadget");
    output.writeVarInt(1, true);
    byte[] bytes = output.toBytes();
    for (Type type : List.of(Node.class, Empty.class, Status.class, String[].class)) {
      assertThatThrownBy(() -> Declared.decode(Declared.codec(type), bytes))
          .isInstanceOf(CodecException.class);
    }
    assertThat(gadgetTouched).isFalse();
    Kryo open = new Kryo();
    open.setRegistrationRequired(false);
    open.readClassAndObject(new Input(bytes)); // so the bytes do what they are made for
    assertThat(gadgetTouched).isTrue();
  }

  /** Leaves a trace when it is initialised. */
  static final class Gadget {
    static {
      gadgetTouched = true;
    }

    Gadget() {}
  }
}
