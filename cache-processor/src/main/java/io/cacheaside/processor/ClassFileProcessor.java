package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The processor that javac runs over class files: it collects instead of reporting. */
@SupportedAnnotationTypes("*")
final class ClassFileProcessor extends AbstractProcessor {
  private final List<Finding> findings = new ArrayList<>();
  private final List<CatalogueEntry> catalogue = new ArrayList<>();
  private final @Nullable Collection<? extends Collection<String>> otherModules;
  private boolean run;

  /**
   * Creates a processor for one run.
   *
   * @param otherModules the annotated classes of each module that these depend on; null if they are
   *     not known
   */
  ClassFileProcessor(@Nullable Collection<? extends Collection<String>> otherModules) {
    this.otherModules = otherModules;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> types = new LinkedHashSet<>(ElementFilter.typesIn(round.getRootElements()));
    if (!types.isEmpty()) {
      run = true;
      Checks checks = Checks.ofClassFiles(processingEnv, otherModules);
      checks.check(types);
      TypeFacts facts = checks.facts();
      for (Problem problem : checks.problems()) {
        findings.add(finding(facts, problem, checks.acrossModules().contains(problem)));
      }
      for (MethodUnderCheck method : checks.methods()) {
        CheckedMethod checked = CheckedMethod.of(facts, method.element());
        method.usages().forEach(usage -> catalogue.add(CatalogueEntry.of(checked, usage)));
      }
    }
    return false;
  }

  private static Finding finding(TypeFacts facts, Problem problem, boolean acrossModules) {
    Element element = problem.element();
    CheckedMethod checked =
        element instanceof ExecutableElement method ? CheckedMethod.of(facts, method) : null;
    String className =
        checked == null ? facts.binaryName((TypeElement) element) : checked.className();
    return new Finding(
        problem.rule(),
        problem.message(),
        className,
        checked,
        problem.source(),
        problem.other() instanceof ExecutableElement other ? CheckedMethod.of(facts, other) : null,
        acrossModules);
  }

  /** Returns whether javac could read the classes. */
  boolean hasRun() {
    return run;
  }

  List<Finding> findings() {
    return findings;
  }

  List<CatalogueEntry> catalogue() {
    return catalogue;
  }
}
