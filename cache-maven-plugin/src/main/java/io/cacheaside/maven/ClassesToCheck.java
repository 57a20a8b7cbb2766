package io.cacheaside.maven;

import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ClassOutline;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The classes that can break a rule: the annotated ones, those below them in the hierarchy or below
 * those of other modules, and those that mention {@code @CacheKey}. All others stay unread by
 * javac, whose complaints about a missing library of theirs would help nobody.
 */
final class ClassesToCheck {
  private final SortedMap<String, ClassOutline> outlines = new TreeMap<>();
  private final Set<String> annotated = new TreeSet<>();
  private final Set<String> names = new TreeSet<>();

  /**
   * Looks through the classes of a module.
   *
   * @param above the annotated classes of other modules
   */
  ClassesToCheck(Path classes, ScanResult found, ClassesAbove above) throws IOException {
    for (Path file : Directories.files(classes)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".class") && !name.endsWith("-info.class")) {
        ClassOutline outline =
            ClassFileScan.outline(Files.readAllBytes(classes.resolve(file)), file.toString());
        // not those of other releases, which lie in folders of their own
        if (file.toString().replace('\\', '/').equals(Proof.file(outline.name()))) {
          outlines.put(outline.name(), outline);
        }
      }
    }
    found.annotated().stream().map(ScannedClass::name).forEach(annotated::add);
    names.addAll(annotated);
    for (ClassOutline outline : outlines.values()) {
      for (String parent : outline.supertypes()) {
        if (!outlines.containsKey(parent) && above.areAnnotated(parent)) {
          names.add(outline.name());
        }
      }
    }
    addSubtypes();
    outlines.values().stream()
        .filter(ClassOutline::hasCacheKey)
        .forEach(outline -> names.add(outline.name()));
  }

  private void addSubtypes() {
    boolean isGrowing = true;
    while (isGrowing) {
      isGrowing = false;
      for (ClassOutline outline : outlines.values()) {
        if (outline.supertypes().stream().anyMatch(names::contains)) {
          isGrowing |= names.add(outline.name());
        }
      }
    }
  }

  /** Returns their binary names in order. */
  Set<String> names() {
    return names;
  }

  /** Returns those of them that have annotated methods. */
  Set<String> annotated() {
    return annotated;
  }

  /** Returns the outline of the class, or an empty one if it is not among the class files. */
  ClassOutline outline(String className) {
    ClassOutline outline = outlines.get(className);
    return outline == null
        ? new ClassOutline(className, List.of(), null, false, Map.of())
        : outline;
  }
}
