package io.cacheaside.processor;

import com.sun.source.util.Trees;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * The accessors of records that stand nowhere in the source. They have the annotations of their
 * components, but no place for messages about them; the component has one.
 */
final class ImplicitAccessors {
  private final @Nullable Trees trees;

  ImplicitAccessors(ProcessingEnvironment environment) {
    trees = RepeatedAnnotations.trees(environment);
  }

  /** Returns what stands where the component is written, or null if that is not an accessor. */
  @Nullable Element component(Element method) {
    Element owner = method.getEnclosingElement();
    if (trees == null
        || owner == null
        || owner.getKind() != ElementKind.RECORD
        || trees.getPath(method) != null) {
      return null;
    }
    for (RecordComponentElement component : ((TypeElement) owner).getRecordComponents()) {
      if (method.equals(component.getAccessor())) {
        return field(owner, component);
      }
    }
    return null;
  }

  /** In the syntax tree of javac, the component is the field. */
  private static @Nullable Element field(Element owner, RecordComponentElement component) {
    for (VariableElement field : ElementFilter.fieldsIn(owner.getEnclosedElements())) {
      if (field.getSimpleName().equals(component.getSimpleName())) {
        return field;
      }
    }
    return null;
  }
}
