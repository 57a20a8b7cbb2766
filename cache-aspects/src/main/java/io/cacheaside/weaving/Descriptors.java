package io.cacheaside.weaving;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Texts made of method descriptors such as {@code (J[Ljava/lang/String;)V}. */
final class Descriptors {
  private static final Pattern METHOD =
      Pattern.compile("\\((\\[*([BCDFIJSZ]|L[^;\\[(]+;))*\\)\\[*([BCDFIJSVZ]|L[^;\\[(]+;)");

  private Descriptors() {}

  /** Whether {@code descriptor} has the form of a method descriptor. */
  static boolean isMethod(String descriptor) {
    return METHOD.matcher(descriptor).matches();
  }

  /** Returns what stands between the brackets. */
  static String parameters(String descriptor) {
    return descriptor.substring(1, descriptor.indexOf(')'));
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
