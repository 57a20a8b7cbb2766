package io.cacheaside.processor;

import java.util.ArrayList;
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

/** The processor that javac runs over class files: it collects instead of reporting. */
@SupportedAnnotationTypes("*")
final class ClassFileProcessor extends AbstractProcessor {
  private final List<Finding> findings = new ArrayList<>();
  private final List<CatalogueEntry> catalogue = new ArrayList<>();
  private boolean run;

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> types = new LinkedHashSet<>(ElementFilter.typesIn(round.getRootElements()));
    if (!types.isEmpty()) {
      run = true;
      Checks checks = new Checks(processingEnv, true);
      checks.check(types);
      TypeFacts facts = checks.facts();
      checks.problems().forEach(problem -> findings.add(finding(facts, problem)));
      for (MethodUnderCheck method : checks.methods()) {
        CheckedMethod checked = CheckedMethod.of(facts, method.element());
        method.usages().forEach(usage -> catalogue.add(CatalogueEntry.of(checked, usage)));
      }
    }
    return false;
  }

  private static Finding finding(TypeFacts facts, Problem problem) {
    Element element = problem.element();
    if (element instanceof ExecutableElement method) {
      CheckedMethod checked = CheckedMethod.of(facts, method);
      return new Finding(
          problem.rule(), problem.message(), checked.className(), checked, problem.source());
    }
    String className = facts.binaryName((TypeElement) element);
    return new Finding(problem.rule(), problem.message(), className, null, problem.source());
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
