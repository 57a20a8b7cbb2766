package io.cacheaside.engine.plan;

import io.cacheaside.engine.region.KeySpace;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Target;
import io.cacheaside.key.KeyBuffer;
import io.cacheaside.key.KeyForm;
import io.cacheaside.key.KeyText;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A key template bound to the parameters of one method. Threadsafe; a call only walks it. */
public final class KeyBinder {
  private static final int ROOM_FOR_VALUES = 48;

  /** The template of keys that are written as a whole, and may be confidential. */
  private static final String WRITTEN = "{key}";

  /** Ends going through the elements. */
  private static final Enough ENOUGH = new Enough();

  private final String template;

  /** What keys show in place of their text; null if they show that. */
  private final @Nullable String label;

  private final Region region;
  private final byte[] prefix;
  private final Part[] parts;
  private final boolean fixed;
  private final @Nullable Each each;

  /**
   * How long keys have been lately: a buffer of exactly that size becomes the key without a copy.
   */
  private int expectedLength;

  KeyBinder(String template, Region region, KeySpace space, List<Part> parts) {
    this.template = template;
    this.label = space.logKeys() ? null : template;
    this.region = region;
    this.prefix = space.prefixBytes();
    this.parts = parts.toArray(new Part[0]);
    this.expectedLength = prefix.length + ROOM_FOR_VALUES;
    this.fixed = parts.stream().allMatch(Part::isFixed);
    this.each = (Each) parts.stream().filter(Each.class::isInstance).findFirst().orElse(null);
  }

  /** Returns what is bound to nothing: it has one key, with this text. */
  static KeyBinder of(String text, Region region, KeySpace space) {
    Fixed whole = new Fixed(text.getBytes(StandardCharsets.UTF_8));
    return new KeyBinder(WRITTEN, region, space, List.of(whole));
  }

  /** Returns the template as the annotation has it. */
  public String template() {
    return template;
  }

  /** Returns what the texts in the placeholders look like, in their order. */
  List<KeyForm> forms() {
    List<KeyForm> forms = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Value value) {
        forms.add(value.text().form());
      } else if (part instanceof Each elements) {
        forms.add(elements.container().text().form());
      }
    }
    return forms;
  }

  /** Returns the region of the keys. */
  public Region region() {
    return region;
  }

  /** Returns whether the key depends on what the method returned. */
  public boolean needsResult() {
    return needs(Part.RESULT);
  }

  /** Returns whether the key depends on the object that the method was called on. */
  boolean needsReceiver() {
    return needs(Part.THIS);
  }

  /** Returns whether the key depends on a parameter. */
  boolean needsArgument(int index) {
    return needs(index);
  }

  private boolean needs(int source) {
    for (Part part : parts) {
      if (part.source() == source) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is a key for each element of a value. */
  public boolean isStarred() {
    return each != null;
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
      Object root =
          part instanceof Each ? element : root(part.source(), receiver, arguments, result);
      part.append(root, buffer);
    }
    Key key = KeySpace.finish(buffer, prefix.length, label);
    if (key.bytes().length != expectedLength) {
      expectedLength = key.bytes().length; // bounded by KeySpace; a race costs a copy
    }
    return key;
  }

  private static @Nullable Object root(
      int source,
      @Nullable Object receiver,
      @Nullable Object[] arguments,
      @Nullable Object result) {
    return switch (source) {
      case Part.NONE -> null;
      case Part.RESULT -> result;
      case Part.THIS -> receiver;
      default -> arguments[source];
    };
  }

  /** What became of the keys of a call. */
  public enum Added {
    /** All were added. */
    ALL,
    /** The region has too many by now, and is cleared instead of all of its keys. */
    TOO_MANY_KEYS,
    /** So it is, because there are too many elements to look at. */
    TOO_MANY_ELEMENTS,
    /** The region is cleared, because to look at the elements might use them up. */
    READABLE_ONCE
  }

  /**
   * Adds the key for a call, or that for each element. If there are more than are kept or looked
   * at, if looking at the elements might use them up, or if it fails, the region is cleared
   * instead.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @param result what the method returned, null before it ran
   * @param method that said so
   * @throws KeyFailure if reading a property threw, and the keys of the other elements are added;
   *     or if reading the elements did
   */
  Added addTo(
      Invalidations target,
      @Nullable Object receiver,
      @Nullable Object[] arguments,
      @Nullable Object result,
      CachedMethod method) {
    Each starred = each;
    if (starred == null) {
      target.add(new Target.Entry(bind(receiver, arguments, result), region), method);
      return Added.ALL;
    }
    Object container =
        starred.container().follow(root(starred.source(), receiver, arguments, result));
    Walk walk =
        new Walk(
            target,
            method,
            element ->
                target.add(
                    new Target.Entry(bind(receiver, arguments, result, element), region), method));
    return walk.through(container);
  }

  /** Goes through the elements of a call, and adds the key for each. */
  private final class Walk {
    private final Invalidations target;
    private final CachedMethod method;
    private final Consumer<@Nullable Object> add;

    private int seen;
    private @Nullable KeyFailure failure;

    Walk(Invalidations target, CachedMethod method, Consumer<@Nullable Object> add) {
      this.target = target;
      this.method = method;
      this.add = add;
    }

    Added through(@Nullable Object container) {
      boolean read = true;
      try {
        read = Elements.forEach(container, this::see);
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable e) { // they changed meanwhile, could not be fetched, or are enough
        target.clear(region, method); // nobody knows which are missing
        failure = new KeyFailure(e);
      }
      if (target.isOverflown(region)) { // it is cleared, whatever else there is
        return target.isTooLong(KeyBinder.this) ? Added.TOO_MANY_ELEMENTS : Added.TOO_MANY_KEYS;
      }
      if (failure != null) {
        throw failure;
      }
      if (!read) {
        target.clear(region, method);
        return Added.READABLE_ONCE;
      }
      return Added.ALL;
    }

    /** To throw is the only way out: a collection goes through itself, under its lock if any. */
    private void see(@Nullable Object element) {
      if (++seen > Elements.MAX) {
        target.overflow(region, method, KeyBinder.this);
      }
      if (target.isOverflown(region)) {
        throw ENOUGH;
      }
      try {
        add.accept(element);
      } catch (KeyFailure e) {
        failure = e;
      }
    }
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  /** One piece of a bound template. */
  sealed interface Part {
    /** The source of what the method returned. */
    int RESULT = -1;

    /** The source of the object that the method was called on. */
    int THIS = -2;

    /** The source of what is the same for all calls. */
    int NONE = -3;

    /** Returns what of a call this depends on: the position of a parameter, or a constant. */
    int source();

    /** Returns whether the text cannot change while the method runs. */
    boolean isFixed();

    /**
     * Appends the text.
     *
     * @param root what the source is in a call; the element, if this is for each
     * @throws KeyFailure if reading a property threw
     */
    void append(@Nullable Object root, KeyBuffer target);
  }

  /** Fixed text, in UTF-8. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fixed(byte[] bytes) implements Part {
    @Override
    public int source() {
      return NONE;
    }

    @Override
    public boolean isFixed() {
      return true;
    }

    @Override
    public void append(@Nullable Object root, KeyBuffer target) {
      target.appendLiteral(bytes);
    }
  }

  /**
   * The text of a parameter, of the result, of the receiver, or of a property of one of them.
   *
   * @param path the properties to follow, maybe none
   * @param text how the value is written
   * @param isFixed whether the value is an immutable argument itself
   */
  record Value(int source, List<Property> path, KeyText text, boolean isFixed) implements Part {
    @Override
    public void append(@Nullable Object root, KeyBuffer target) {
      write(follow(root), text, target);
    }

    @Nullable Object follow(@Nullable Object root) {
      return KeyBinder.follow(root, path);
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
    public int source() {
      return container.source();
    }

    @Override
    public boolean isFixed() {
      return false; // the body may take elements out
    }

    @Override
    public void append(@Nullable Object element, KeyBuffer target) {
      write(KeyBinder.follow(element, path), container.text(), target);
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
