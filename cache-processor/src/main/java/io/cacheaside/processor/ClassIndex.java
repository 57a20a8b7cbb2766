package io.cacheaside.processor;

import io.cacheaside.key.Names;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/**
 * The list of classes with annotated methods that goes into the class output, for those who look
 * for such classes in jars: one binary name in each line, sorted, in UTF-8. It also has those that
 * hide annotated methods which they inherit (CA133), to show that the processor has seen them.
 * Behind it, each behind a blank, stand the rules that are silenced on its methods and that whoever
 * looks at class files would report: errors, and warnings that only a look at several modules or at
 * bodies can give: {@code shop.Jobs CA146@delete(Ljava/util/Set;)V}. Where the processor does not
 * run, the Maven plugin writes the list, in lines such as {@code shop.Jobs unprocessed}.
 */
final class ClassIndex {
  private static final Map<Usage.Kind, List<Rule>> SEEN_IN_CLASS_FILES =
      Map.of(
          Usage.Kind.CACHE_ASIDE,
          List.of(
              Rule.PARTIAL_PAGE,
              Rule.NOT_ENCODABLE,
              Rule.OWN_CONSTRUCTION,
              Rule.BODY_READS_FIELDS,
              Rule.SHARED_ENTRIES,
              Rule.FOREIGN_ENTRIES),
          Usage.Kind.INVALIDATE,
          List.of(
              Rule.UNMATCHED_INVALIDATION,
              Rule.KEY_TYPES_DIFFER,
              Rule.UNREAD_REGION,
              Rule.OTHER_REGION));

  private final Filer filer;
  private final Elements elements;
  private final Checks checks;

  ClassIndex(ProcessingEnvironment environment, Checks checks) {
    filer = environment.getFiler();
    elements = environment.getElementUtils();
    this.checks = checks;
  }

  /**
   * Writes the index. A compilation of a part of the classes keeps the lines of the others.
   *
   * @param compiled the binary names of all classes of this compilation
   * @param listed those that are to be listed
   */
  void write(Set<String> compiled, Collection<TypeElement> listed) throws IOException {
    Set<String> lines = new TreeSet<>();
    List<String> old = read();
    for (String line : old) {
      String name = line.split(" ", 2)[0];
      if (!compiled.contains(name) && isStillListed(name)) {
        lines.add(line);
      }
    }
    listed.forEach(type -> lines.add(line(type)));
    if (lines.isEmpty() && old.isEmpty()) {
      return;
    }
    FileObject index =
        filer.createResource(
            StandardLocation.CLASS_OUTPUT, "", Names.CLASS_INDEX, listed.toArray(new Element[0]));
    try (Writer writer = index.openWriter()) {
      for (String line : lines) {
        writer.write(line + "\n");
      }
    }
  }

  private String line(TypeElement type) {
    StringBuilder line = new StringBuilder(elements.getBinaryName(type));
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      Usage.on(method).stream()
          .map(Usage::kind)
          .distinct()
          .sorted()
          .flatMap(kind -> SEEN_IN_CLASS_FILES.getOrDefault(kind, List.of()).stream())
          .filter(rule -> Findings.isSuppressed(rule, method))
          .forEach(
              rule -> {
                CheckedMethod checked = CheckedMethod.of(checks.facts(), method);
                line.append(' ')
                    .append(rule.code())
                    .append('@')
                    .append(checked.name())
                    .append(checked.descriptor());
              });
    }
    return line.toString();
  }

  private List<String> read() {
    try {
      return filer
          .getResource(StandardLocation.CLASS_OUTPUT, "", Names.CLASS_INDEX)
          .getCharContent(true)
          .toString()
          .lines()
          .toList();
    } catch (IOException | RuntimeException e) {
      return List.of(); // there is none yet, or the compiler does not let us read it
    }
  }

  private boolean isStillListed(String name) {
    TypeElement type = elements.getTypeElement(name.replace('$', '.'));
    return type != null && checks.concern(type);
  }
}
