package io.cacheaside.key;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of the types whose values hold values of another type. */
final class CompositeText {

  private CompositeText() {}

  private static void writeAbsent(KeyBuffer target) {
    target.appendAscii('~');
    target.appendAscii('o');
  }

  /** The text of what the optional holds; {@code ~o} if that is nothing. */
  static final class OfOptional extends KeyText {
    private final KeyText content;

    OfOptional(KeyText content) {
      super(KeyForm.of(KeyForm.Kind.OPTIONAL, List.of(content.form())));
      this.content = content;
    }

    @Override
    void write(Object value, KeyBuffer target) {
      Object present = ((Optional<?>) value).orElse(null);
      if (present == null) {
        writeAbsent(target);
      } else {
        content.write(present, target);
      }
    }
  }

  /** {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble}. */
  static final class OfPrimitiveOptional extends KeyText {
    private final Class<?> type;

    OfPrimitiveOptional(Class<?> type) {
      super(KeyForm.of(KeyForm.Kind.OPTIONAL, List.of(contentOf(type))));
      this.type = type;
    }

    private static KeyForm contentOf(Class<?> type) {
      if (type == OptionalInt.class) {
        return KeyForm.scalar("int");
      }
      return KeyForm.scalar(type == OptionalLong.class ? "long" : "double");
    }

    @Override
    void write(Object value, KeyBuffer target) {
      if (!type.isInstance(value)) { // smuggled in by an unchecked cast, it would look empty
        throw new ClassCastException(
            value.getClass().getTypeName() + " is not " + type.getTypeName());
      }
      if (value instanceof OptionalInt optional && optional.isPresent()) {
        target.appendLong(optional.getAsInt());
      } else if (value instanceof OptionalLong optional && optional.isPresent()) {
        target.appendLong(optional.getAsLong());
      } else if (value instanceof OptionalDouble optional && optional.isPresent()) {
        target.appendEscaped(FloatingText.of(optional.getAsDouble()));
      } else {
        writeAbsent(target);
      }
    }
  }

  /** An array of references: {@code [a,b]}. */
  static final class OfArray extends KeyText {
    private final KeyText element;

    OfArray(KeyText element) {
      super(KeyForm.of(KeyForm.Kind.LIST, List.of(element.form())));
      this.element = element;
    }

    @Override
    void write(Object value, KeyBuffer target) {
      target.appendAscii('[');
      char separator = 0;
      for (Object each : (Object[]) value) {
        separator = separate(separator, target);
        element.append(each, target);
      }
      target.appendAscii(']');
    }
  }

  /** A collection: {@code [a,b]} in its order, or {@code <a,b>} in the texts' order for a set. */
  static final class OfCollection extends KeyText {
    /** What a set's text costs in memory besides its bytes. */
    private static final int BYTES_OF_ARRAY = 24;

    /** More elements than a key can have; a set may say that it has any number. */
    private static final int MAX_EXPECTED = KeyBuffer.MAX_BYTES / BYTES_OF_ARRAY;

    private final KeyText element;

    OfCollection(Class<?> type, KeyText element) {
      super(KeyForm.of(kindOf(type), List.of(element.form())));
      this.element = element;
    }

    /** A list or a queue is hardly ever a set. */
    private static KeyForm.Kind kindOf(Class<?> type) {
      if (Set.class.isAssignableFrom(type)) {
        return KeyForm.Kind.SET;
      }
      boolean ordered = List.class.isAssignableFrom(type) || Queue.class.isAssignableFrom(type);
      return ordered ? KeyForm.Kind.LIST : KeyForm.Kind.COLLECTION;
    }

    @Override
    void write(Object value, KeyBuffer target) {
      // The value decides, not the declared type: a Collection may be either at run time.
      if (value instanceof Set<?> set) {
        writeSet(set, target);
      } else {
        writeOrdered((Collection<?>) value, target);
      }
    }

    private void writeOrdered(Collection<?> values, KeyBuffer target) {
      target.appendAscii('[');
      char separator = 0;
      for (Object each : values) {
        separator = separate(separator, target);
        element.append(each, target);
      }
      target.appendAscii(']');
    }

    private void writeSet(Set<?> values, KeyBuffer target) {
      byte[][] texts = new byte[Math.min(values.size(), MAX_EXPECTED)][];
      int count = 0;
      long bytes = 0;
      KeyBuffer text = new KeyBuffer();
      for (@Nullable Object each : values) {
        text.clear();
        element.append(each, text);
        bytes += text.length() + BYTES_OF_ARRAY;
        if (bytes
            > KeyBuffer.MAX_BYTES) { // all are kept until the last has come: there may be none
          throw KeyBuffer.tooLong();
        }
        if (count == texts.length) { // a concurrent set may grow between size() and iterator()
          texts = Arrays.copyOf(texts, 2 * count + 1);
        }
        texts[count++] = text.toByteArray();
      }
      Arrays.sort(texts, 0, count, Arrays::compareUnsigned);
      target.appendAscii('<');
      char separator = 0;
      for (int i = 0; i < count; i++) {
        separator = separate(separator, target);
        target.appendLiteral(texts[i]);
      }
      target.appendAscii('>');
    }
  }

  /** Appends the separator unless it is the first element's, and returns the next one's. */
  static char separate(char separator, KeyBuffer target) {
    if (separator != 0) {
      target.appendAscii(separator);
    }
    return ',';
  }
}
