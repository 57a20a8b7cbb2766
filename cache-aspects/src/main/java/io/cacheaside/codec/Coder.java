package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import io.cacheaside.spi.CodecException;

/**
 * A Kryo instance with its output and input, for one thread at a time. One that threw is in an
 * unknown state and must not be used again.
 */
final class Coder {
  /** The most bytes that can be left free in front of a payload. */
  static final int MAX_HEADROOM = 1024;

  /** How deep objects may lie within objects: far from what overflows a thread's stack. */
  static final int MAX_DEPTH = 128;

  private static final int SMALL_BUFFER = 2048;
  private static final int LARGEST_KEPT_BUFFER = 256 << 10;

  static {
    switchUnsafeOff();
  }

  private final Kryo kryo = new Kryo(new NamelessResolver(), null);
  private final Output output;
  private final SafeInput input = new SafeInput();

  Coder(int maxPayload) {
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.setOptimizedGenerics(false);
    kryo.setMaxDepth(MAX_DEPTH);
    output = new Output(SMALL_BUFFER, Math.max(SMALL_BUFFER, maxPayload + MAX_HEADROOM));
  }

  /** {@code expected} bytes have room from the start, so that large buffers need not grow to it. */
  byte[] encode(Slot root, Object value, int headroom, int expected) {
    if (output.getBuffer().length < expected) {
      output.setBuffer(new byte[expected], output.getMaxCapacity());
    }
    output.setPosition(headroom);
    root.write(kryo, output, value);
    byte[] bytes = output.toBytes();
    java.util.Arrays.fill(bytes, 0, headroom, (byte) 0); // not what an earlier value left there
    if (output.getBuffer().length > LARGEST_KEPT_BUFFER) {
      output.setBuffer(new byte[SMALL_BUFFER], output.getMaxCapacity());
    }
    return bytes;
  }

  /** Writes the value behind what the output holds. */
  void encode(Slot root, Object value, CanonicalOutput into) {
    root.write(kryo, into, value);
  }

  Object decode(Slot root, byte[] source, int offset, int length) {
    input.setBuffer(source, offset, length);
    Object value = root.read(kryo, input);
    if (value == null) {
      throw new CodecException("the value is null", null);
    }
    if (input.position() != input.limit()) {
      throw new CodecException(
          "%,d bytes follow the value".formatted(input.limit() - input.position()), null);
    }
    input.release();
    return value;
  }

  int bufferLength() {
    return output.getBuffer().length;
  }

  int charsLength() {
    return input.charsLength();
  }

  /**
   * Makes Kryo's first look at its own system property find that Unsafe is not wanted: on JDK 24
   * and later its use is reported on the console, later still it fails.
   */
  private static void switchUnsafeOff() {
    String property = "kryo.unsafe";
    String before = System.getProperty(property);
    System.setProperty(property, "false");
    try {
      Class.forName("com.esotericsoftware.kryo.kryo5.util.Util", true, Kryo.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the kryo5 library is incomplete", e);
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  /** Second line of defence: no slot asks Kryo to resolve a class, and if one did, not by name. */
  private static final class NamelessResolver extends DefaultClassResolver {
    @Override
    @SuppressWarnings("rawtypes") // as Kryo declares it
    protected void writeName(Output output, Class type, Registration registration) {
      throw new KryoException("class names are not written: " + type.getName());
    }

    @Override
    protected Registration readName(Input input) {
      throw new KryoException("class names are not read");
    }
  }
}
