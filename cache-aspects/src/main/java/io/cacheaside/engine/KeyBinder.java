package io.cacheaside.engine;

import io.cacheaside.key.KeyBuffer;
import io.cacheaside.key.KeyText;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A key template bound to the parameters of one method. Threadsafe; a call only walks it. */
final class KeyBinder {
  private static final int ROOM_FOR_VALUES = 48;

  /** Ends going through the elements. */
  private static final Enough ENOUGH = new Enough();

  private final String template;
  private final Region region;
  private final byte[] prefix;
  private final Part[] parts;
  private final boolean needsResult;
  private final boolean fixed;
  private final @Nullable Each each;

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
    this.each = (Each) parts.stream().filter(Each.class::isInstance).findFirst().orElse(null);
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

  /** Returns whether there is a key for each element of a value. */
  boolean isStarred() {
    return each != null;
  }

  /** Returns whether the key depends on a parameter. */
  boolean needsArgument(int index) {
    for (Part part : parts) {
      if (part instanceof Value value && value.argument() == index) {
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
   * Returns the key for a call; of a template without star.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @param result what the method returned, null before it ran
   * @throws KeyFailure if reading a property threw
   */
  Key bind(@Nullable Object receiver, @Nullable Object[] arguments, @Nullable Object result) {
    return bind(receiver, arguments, result, null);
  }

  private Key bind(
      @Nullable Object receiver,
      @Nullable Object[] arguments,
      @Nullable Object result,
      @Nullable Object element) {
    KeyBuffer buffer = new KeyBuffer(expectedLength);
    buffer.appendLiteral(prefix);
    for (Part part : parts) {
      part.append(receiver, arguments, result, element, buffer);
    }
    Key key = KeySpace.finish(buffer, prefix.length);
    if (key.bytes().length != expectedLength) {
      expectedLength = key.bytes().length; // bounded by KeySpace; a race costs a copy
    }
    return key;
  }

  /**
   * Adds the key for a call, or that for each element. If there are more than are kept, if looking
   * at the elements might use them up, or if it fails, the region is cleared instead.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @param result what the method returned, null before it ran
   * @param method that said so
   * @return false if looking at the elements might use them up
   * @throws KeyFailure if reading a property threw, and the keys of the other elements are added;
   *     or if reading the elements did
   */
  boolean addTo(
      Invalidations target,
      @Nullable Object receiver,
      @Nullable Object[] arguments,
      @Nullable Object result,
      CachedMethod method) {
    if (each == null) {
      target.add(region, bind(receiver, arguments, result), method);
      return true;
    }
    KeyFailure[] failure = new KeyFailure[1];
    Consumer<@Nullable Object> add =
        element -> {
          if (target.isOverflown(region)) {
            throw ENOUGH; // the collection goes through itself, under its lock if it has one
          }
          try {
            target.add(region, bind(receiver, arguments, result, element), method);
          } catch (KeyFailure e) {
            failure[0] = e;
          }
        };
    Object container = each.container(receiver, arguments, result);
    boolean read = true;
    try {
      read = Elements.forEach(container, add);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // they changed meanwhile, could not be fetched, or are enough
      target.clear(region, method); // nobody knows which are missing
      failure[0] = new KeyFailure(e);
    }
    if (target.isOverflown(region)) {
      return true; // it is cleared, whatever else there is
    }
    if (failure[0] != null) {
      throw failure[0];
    }
    if (!read) {
      target.clear(region, method);
    }
    return read;
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  /** One piece of a bound template. */
  sealed interface Part {
    void append(
        @Nullable Object receiver,
        @Nullable Object[] arguments,
        @Nullable Object result,
        @Nullable Object element,
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
        @Nullable Object element,
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
        @Nullable Object element,
        KeyBuffer target) {
      write(value(receiver, arguments, result), text, target);
    }

    @Nullable Object value(
        @Nullable Object receiver, @Nullable Object[] arguments, @Nullable Object result) {
      Object root = argument >= 0 ? arguments[argument] : argument == RESULT ? result : receiver;
      return follow(root, path);
    }

    @Override
    public boolean isResult() {
      return argument == RESULT;
    }
  }

  /**
   * The text of each element of such a value, or of a property of each.
   *
   * @param container leads to the value whose elements are meant; how it is written is how an
   *     element is
   * @param path the properties of an element to follow, maybe none
   */
  record Each(Value container, List<Property> path) implements Part {

    @Override
    public void append(
        @Nullable Object receiver,
        @Nullable Object[] arguments,
        @Nullable Object result,
        @Nullable Object element,
        KeyBuffer target) {
      write(follow(element, path), container.text, target);
    }

    @Nullable Object container(
        @Nullable Object receiver, @Nullable Object[] arguments, @Nullable Object result) {
      return container.value(receiver, arguments, result);
    }

    @Override
    public boolean isResult() {
      return container.isResult();
    }

    @Override
    public boolean isFixed() {
      return false; // the body may take elements out
    }
  }

  private static @Nullable Object follow(@Nullable Object root, List<Property> path) {
    Object value = root;
    for (int i = 0; i < path.size() && value != null; i++) {
      value = path.get(i).read(value);
    }
    return value;
  }

  private static void write(@Nullable Object value, KeyText text, KeyBuffer target) {
    try {
      text.append(value, target);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new KeyFailure(e);
    }
  }
}
