package io.cacheaside.key;

import java.lang.reflect.Array;
import java.util.List;

/** An array of primitives: {@code [a,b]}, without boxing. */
final class PrimitiveArrayText extends KeyText {

  /** Appends one element. */
  private interface Element {
    void write(Object array, int index, KeyBuffer target);
  }

  private final Element element;

  PrimitiveArrayText(Class<?> component) {
    super(KeyForm.of(KeyForm.Kind.LIST, List.of(KeyForm.scalar(component.getName()))));
    this.element = element(component);
  }

  private static Element element(Class<?> component) {
    if (component == boolean.class) {
      return (array, i, target) -> target.appendEscaped(String.valueOf(Array.getBoolean(array, i)));
    }
    if (component == char.class) {
      return (array, i, target) -> target.appendEscaped(Array.getChar(array, i));
    }
    if (component == float.class) {
      return (array, i, target) -> target.appendEscaped(FloatingText.of(Array.getFloat(array, i)));
    }
    if (component == double.class) {
      return (array, i, target) -> target.appendEscaped(FloatingText.of(Array.getDouble(array, i)));
    }
    return (array, i, target) -> target.appendLong(Array.getLong(array, i));
  }

  @Override
  void write(Object value, KeyBuffer target) {
    target.appendAscii('[');
    char separator = 0;
    for (int i = 0, count = Array.getLength(value); i < count; i++) {
      separator = CompositeText.separate(separator, target);
      element.write(value, i, target);
    }
    target.appendAscii(']');
  }
}
