package io.cacheaside.processor;

import io.cacheaside.key.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Messager;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;

/**
 * The annotation processor: reports mistakes in {@code @CacheAside}, {@code @Invalidate} and
 * {@code @CacheKey} while javac compiles, each with a code of {@link Rule}.
 *
 * <p>It generates no code, claims no annotation and prints nothing if all is well. Warnings are
 * silenced by {@code @SuppressWarnings} with their code, or with {@code cacheaside} for all, on the
 * method or on a class around it. It writes the names of the annotated classes to {@link
 * Names#CLASS_INDEX} in the class output.
 *
 * <p>Everything is checked in the last round, when Lombok and other processors have added all their
 * members and classes. For use by one compilation on one thread.
 */
@SupportedAnnotationTypes("*")
public final class CacheProcessor extends AbstractProcessor {
  /** The types of all rounds, by name: later rounds replace the elements of earlier ones. */
  private final Map<String, TypeElement> roots = new LinkedHashMap<>();

  /** Creates a processor for one compilation. */
  public CacheProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  /** Returns false always: other processors may see the same annotations. */
  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
      roots.put(type.getQualifiedName().toString(), type);
    }
    if (round.processingOver()) {
      checkAll();
    }
    return false;
  }

  private void checkAll() {
    try {
      Set<TypeElement> types = new LinkedHashSet<>();
      roots.forEach((name, type) -> addWithNested(current(name, type), types));
      Checks checks = Checks.ofSources(processingEnv);
      checks.check(types);
      RepeatedAnnotations repeated = new RepeatedAnnotations(processingEnv);
      ImplicitAccessors accessors = new ImplicitAccessors(processingEnv);
      checks.problems().forEach(problem -> report(problem, repeated, accessors));
      writeIndex(types, checks);
    } catch (RuntimeException e) { // nothing that we do may stop the compiler
      warn("the checks failed: " + e + "; nothing more is checked");
    }
  }

  /** Returns the type as it is now, with what other processors added to it. */
  private TypeElement current(String name, TypeElement known) {
    TypeElement current = processingEnv.getElementUtils().getTypeElement(name);
    return current == null ? known : current;
  }

  static void addWithNested(TypeElement type, Set<TypeElement> types) {
    if (types.add(type)) {
      for (TypeElement nested : ElementFilter.typesIn(type.getEnclosedElements())) {
        addWithNested(nested, types);
      }
    }
  }

  private void report(Problem problem, RepeatedAnnotations repeated, ImplicitAccessors accessors) {
    Diagnostic.Kind kind =
        problem.rule().severity() == Rule.Severity.ERROR
            ? Diagnostic.Kind.ERROR
            : Diagnostic.Kind.WARNING;
    Messager messager = processingEnv.getMessager();
    Element component = accessors.component(problem.element());
    if (component != null) {
      messager.printMessage(kind, problem.message(), component);
    } else if (!repeated.report(kind, problem)) {
      messager.printMessage(
          kind, problem.message(), problem.element(), problem.annotation(), problem.value());
    }
  }

  private void writeIndex(Set<TypeElement> types, Checks checks) {
    Collection<TypeElement> listed = types.stream().filter(checks::concern).toList();
    Set<String> compiled = new TreeSet<>();
    List<Element> all = new ArrayList<>(types);
    all.forEach(
        type ->
            compiled.add(
                processingEnv.getElementUtils().getBinaryName((TypeElement) type).toString()));
    try {
      new ClassIndex(processingEnv, checks).write(compiled, listed);
    } catch (IOException e) {
      warn("the index " + Names.CLASS_INDEX + " cannot be written: " + e);
    }
  }

  private void warn(String text) {
    processingEnv
        .getMessager()
        .printMessage(Diagnostic.Kind.WARNING, Rule.CHECK_FAILED.code() + " " + text);
  }
}
