package io.cacheaside.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/**
 * The list of classes with annotated methods that goes into the class output, for those who look
 * for such classes in jars: one binary name in each line, sorted, in UTF-8.
 */
final class ClassIndex {
  static final String PATH = "META-INF/cacheaside/classes.idx";

  private final Filer filer;
  private final Elements elements;

  ClassIndex(ProcessingEnvironment environment) {
    filer = environment.getFiler();
    elements = environment.getElementUtils();
  }

  /**
   * Writes the index. A compilation of a part of the classes keeps the lines of the others.
   *
   * @param compiled the binary names of all classes of this compilation
   * @param annotated those with annotated methods
   */
  void write(Set<String> compiled, Collection<TypeElement> annotated) throws IOException {
    Set<String> names = new TreeSet<>();
    List<String> old = read();
    for (String name : old) {
      if (!compiled.contains(name) && isStillAnnotated(name)) {
        names.add(name);
      }
    }
    annotated.forEach(type -> names.add(elements.getBinaryName(type).toString()));
    if (names.isEmpty() && old.isEmpty()) {
      return;
    }
    FileObject index =
        filer.createResource(
            StandardLocation.CLASS_OUTPUT, "", PATH, annotated.toArray(new Element[0]));
    try (Writer writer = index.openWriter()) {
      for (String name : names) {
        writer.write(name + "\n");
      }
    }
  }

  private List<String> read() {
    try {
      return filer
          .getResource(StandardLocation.CLASS_OUTPUT, "", PATH)
          .getCharContent(true)
          .toString()
          .lines()
          .toList();
    } catch (IOException | RuntimeException e) {
      return List.of(); // there is none yet, or the compiler does not let us read it
    }
  }

  private boolean isStillAnnotated(String name) {
    TypeElement type = elements.getTypeElement(name.replace('$', '.'));
    return type != null
        && ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .anyMatch(method -> !Usage.on(method).isEmpty());
  }
}
