package io.cacheaside.weaving;

import java.util.ArrayList;
import java.util.List;

/** Texts made of method descriptors such as {@code (J[Ljava/lang/String;)V}. */
final class Descriptors {
  /** What the JVM allows: parameters of a method, and dimensions of an array. */
  private static final int MOST = 255;

  private static final String PRIMITIVES = "BCDFIJSZ";

  private Descriptors() {}

  /** Whether {@code descriptor} has the form of a method descriptor that a JVM may load. */
  static boolean isMethod(String descriptor) {
    int end = endOfParameters(descriptor);
    if (end < 0) {
      return false;
    }
    String result = descriptor.substring(end + 1);
    return result.equals("V") || endOfType(result, 0) == result.length();
  }

  /** Returns what stands between the brackets. */
  static String parameters(String descriptor) {
    return descriptor.substring(1, endOfParameters(descriptor));
  }

  /** Returns the position of the closing bracket, or -1: names of classes may contain brackets. */
  private static int endOfParameters(String descriptor) {
    int at = descriptor.startsWith("(") ? 1 : -1;
    for (int left = MOST; at > 0 && at < descriptor.length(); left--) {
      if (descriptor.charAt(at) == ')') {
        return at;
      }
      at = left == 0 ? -1 : endOfType(descriptor, at);
    }
    return -1;
  }

  /** Returns the position behind the type that begins at {@code start}, or -1 if there is none. */
  private static int endOfType(String descriptor, int start) {
    int at = start;
    while (at < descriptor.length() && descriptor.charAt(at) == '[') {
      at++;
    }
    if (at == descriptor.length() || at - start > MOST) {
      return -1;
    }
    if (descriptor.charAt(at) != 'L') {
      return PRIMITIVES.indexOf(descriptor.charAt(at)) < 0 ? -1 : at + 1;
    }
    int end = descriptor.indexOf(';', at);
    int nextArray = descriptor.indexOf('[', at);
    boolean isName = end > at + 1 && (nextArray < 0 || nextArray > end);
    return isName ? end + 1 : -1;
  }

  /** Returns for example {@code long, String[], Entry}: the names that a source file would use. */
  static String simpleParameters(String descriptor) {
    String rest = parameters(descriptor);
    List<String> names = new ArrayList<>();
    while (!rest.isEmpty()) {
      int dimensions = 0;
      while (rest.charAt(dimensions) == '[') {
        dimensions++;
      }
      int end = rest.charAt(dimensions) == 'L' ? rest.indexOf(';') + 1 : dimensions + 1;
      names.add(simpleName(rest.substring(dimensions, end)) + "[]".repeat(dimensions));
      rest = rest.substring(end);
    }
    return String.join(", ", names);
  }

  /** Returns how many slots each parameter takes. */
  static List<Integer> widths(String descriptor) {
    String types = parameters(descriptor);
    List<Integer> widths = new ArrayList<>();
    for (int at = 0; at < types.length(); at = endOfType(types, at)) {
      widths.add(types.charAt(at) == 'J' || types.charAt(at) == 'D' ? 2 : 1);
    }
    return widths;
  }

  private static String simpleName(String type) {
    return switch (type.charAt(0)) {
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'D' -> "double";
      case 'F' -> "float";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'S' -> "short";
      case 'Z' -> "boolean";
      default -> simpleClassName(type.substring(1, type.length() - 1));
    };
  }

  /** {@code java/util/Map$Entry} to {@code Entry}; local classes lose their number. */
  private static String simpleClassName(String internalName) {
    String name = internalName.substring(internalName.lastIndexOf('/') + 1);
    String inner = name.substring(name.lastIndexOf('$') + 1);
    String unnumbered = inner.replaceFirst("^\\d+", "");
    return unnumbered.isEmpty() ? name : unnumbered;
  }
}
