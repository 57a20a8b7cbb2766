package io.cacheaside.engine;

import io.cacheaside.key.KeyBuffer;
import io.cacheaside.key.KeyText;
import io.cacheaside.spi.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key template bound to the parameters of one method. Threadsafe; a call only walks it. */
final class KeyBinder {
  private static final int ROOM_FOR_VALUES = 48;

  private final String template;
  private final Region region;
  private final byte[] prefix;
  private final Part[] parts;
  private final boolean needsResult;
  private final boolean fixed;

  /**
   * How long keys have been lately: a buffer of exactly that size becomes the key without a copy.
   */
  private int expectedLength;

  KeyBinder(String template, Region region, KeySpace space, List<Part> parts) {
    this.template = template;
    this.region = region;
    this.prefix = space.prefixBytes();
    this.parts = parts.toArray(new Part[0]);
    this.expectedLength = prefix.length + ROOM_FOR_VALUES;
    this.needsResult = parts.stream().anyMatch(Part::isResult);
    this.fixed = parts.stream().allMatch(Part::isFixed);
  }

  String template() {
    return template;
  }

  /** Returns the region of the keys. */
  Region region() {
    return region;
  }

  /** Returns whether the key depends on what the method returned. */
  boolean needsResult() {
    return needsResult;
  }

  /** Returns whether the key depends on the object that the method was called on. */
  boolean needsReceiver() {
    for (Part part : parts) {
      if (part instanceof Value value && value.argument() == Value.THIS) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a call has the same key when it begins and when it has ended. */
  boolean isFixed() {
    return fixed;
  }

  /**
   * Returns the key for a call.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @param result what the method returned, null before it ran
   * @throws KeyFailure if reading a property threw
   */
  Key bind(@Nullable Object receiver, @Nullable Object[] arguments, @Nullable Object result) {
    KeyBuffer buffer = new KeyBuffer(expectedLength);
    buffer.appendLiteral(prefix);
    for (Part part : parts) {
      part.append(receiver, arguments, result, buffer);
    }
    Key key = KeySpace.finish(buffer, prefix.length);
    if (key.bytes().length != expectedLength) {
      expectedLength = key.bytes().length; // bounded by KeySpace; a race costs a copy
    }
    return key;
  }

  /** One piece of a bound template. */
  sealed interface Part {
    void append(
        @Nullable Object receiver,
        @Nullable Object[] arguments,
        @Nullable Object result,
        KeyBuffer target);

    default boolean isResult() {
      return false;
    }

    /** Returns whether the text cannot change while the method runs. */
    boolean isFixed();
  }

  /** Fixed text, in UTF-8. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fixed(byte[] bytes) implements Part {
    @Override
    public void append(
        @Nullable Object receiver,
        @Nullable Object[] arguments,
        @Nullable Object result,
        KeyBuffer target) {
      target.appendLiteral(bytes);
    }

    @Override
    public boolean isFixed() {
      return true;
    }
  }

  /**
   * The text of a parameter, of the result, of the receiver, or of a property of one of them.
   *
   * @param argument the position of the parameter, {@link #RESULT} for the result, {@link #THIS}
   *     for the receiver
   * @param path the properties to follow, maybe none
   * @param text how the value is written
   * @param isFixed whether the value is an immutable argument itself
   */
  record Value(int argument, List<Property> path, KeyText text, boolean isFixed) implements Part {
    static final int RESULT = -1;
    static final int THIS = -2;

    @Override
    public void append(
        @Nullable Object receiver,
        @Nullable Object[] arguments,
        @Nullable Object result,
        KeyBuffer target) {
      Object value = argument >= 0 ? arguments[argument] : argument == RESULT ? result : receiver;
      for (int i = 0; i < path.size() && value != null; i++) {
        value = path.get(i).read(value);
      }
      try {
        text.append(value, target);
      } catch (RuntimeException | LinkageError | AssertionError e) {
        throw new KeyFailure(e);
      }
    }

    @Override
    public boolean isResult() {
      return argument == RESULT;
    }
  }
}
