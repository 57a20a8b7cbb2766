package io.cacheaside.maven;

import io.cacheaside.weaving.ClassOutline;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a class file tells about the place of a method or a class in the sources.
 *
 * @param className the binary name of the class
 * @param sourceFile the simple name of its source file, null if unknown
 * @param declaration what the line of the declaration looks like
 * @param line the smallest line of its code, 0 if it has none
 * @param previous the last line before it at which other code begins, 0 if there is none
 */
record CodePlace(
    String className, @Nullable String sourceFile, Pattern declaration, int line, int previous) {

  static CodePlace of(ScannedClass owner, ScannedMethod method) {
    Collection<Integer> lines = owner.methods().stream().map(ScannedMethod::line).toList();
    return ofMethod(owner.name(), owner.sourceFile(), method.name(), method.line(), lines);
  }

  /** The place of the method with that name and descriptor. */
  static CodePlace of(ClassOutline owner, String name, String descriptor) {
    int line = owner.lines().getOrDefault(name + descriptor, 0);
    return ofMethod(owner.name(), owner.sourceFile(), name, line, owner.lines().values());
  }

  /** The place of the class itself. */
  static CodePlace of(ClassOutline owner) {
    String simpleName = owner.name().replaceFirst(".*[.$]", "");
    Pattern declaration =
        Pattern.compile("\\b(class|record|enum|interface|object)\\s+`?" + quoted(simpleName));
    return new CodePlace(owner.name(), owner.sourceFile(), declaration, 0, 0);
  }

  private static CodePlace ofMethod(
      String className,
      @Nullable String sourceFile,
      String name,
      int line,
      Collection<Integer> lines) {
    int previous =
        lines.stream().mapToInt(Integer::intValue).filter(other -> other < line).max().orElse(0);
    // in Kotlin, names that Java does not have stand in backticks
    Pattern declaration = Pattern.compile("(?<![\\w$])" + quoted(name) + "`?\\s*\\(");
    return new CodePlace(className, sourceFile, declaration, line, previous);
  }

  private static String quoted(String name) {
    return Pattern.quote(name);
  }
}
