package io.cacheaside.maven;

import io.cacheaside.processor.CheckedMethod;
import io.cacheaside.processor.ClassFileCheck;
import io.cacheaside.processor.Finding;
import io.cacheaside.processor.NoCompilerException;
import io.cacheaside.processor.Rule;
import io.cacheaside.weaving.ClassOutline;
import io.cacheaside.weaving.ScanResult;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Repeats the compile-time checks on class files, because javac may have run without the processor.
 * Like javac, it says nothing again while nothing has changed.
 */
final class RuleChecks {
  private final ModuleOutput output;
  private final Settings settings;
  private final Log log;
  private final SourceLines lines;
  private final Stamp checkedWith;

  RuleChecks(ModuleOutput output, Settings settings, Log log, SourceLines lines) {
    this.output = output;
    this.settings = settings;
    this.log = log;
    this.lines = lines;
    this.checkedWith = new Stamp(output.work().resolve("checked-with"));
  }

  /**
   * Logs the warnings.
   *
   * @throws MojoFailureException with all errors, if there are any
   */
  void run(ScanResult found) throws IOException, MojoFailureException {
    if (checkedWith.is(fingerprint())) {
      return;
    }
    checkedWith.clear();
    ClassesToCheck classes = new ClassesToCheck(output.classes(), found);
    // the classes whose warnings the processor has reported, or found to be suppressed there
    ModuleIndex processed = ModuleIndex.of(output.classes());
    List<String> errors = new ArrayList<>();
    ClassFileCheck.Result result = check(classes);
    for (Finding finding : result.findings()) {
      if (finding.severity() == Rule.Severity.ERROR) {
        errors.add(text(classes, finding));
      } else if (!wasReported(classes, processed, finding)) {
        warn(classes, finding);
      }
    }
    for (Finding finding : BodyCheck.run(output, result.catalogue())) {
      if (!isSilenced(processed, finding)) { // the processor sees no bodies
        warn(classes, finding);
      }
    }
    if (!errors.isEmpty()) {
      throw Failures.of("the annotations of CacheAside are wrong", errors);
    }
  }

  private void warn(ClassesToCheck classes, Finding finding) {
    if (!settings.suppressed().contains(finding.rule())) {
      log.warn(text(classes, finding));
    }
  }

  /** Remembers that these class files have passed, as they are now. */
  void passed() throws IOException {
    checkedWith.set(fingerprint());
  }

  private ClassFileCheck.Result check(ClassesToCheck classes)
      throws IOException, MojoFailureException {
    List<Path> classPath =
        output.classPath().stream().filter(entry -> !entry.equals(output.classes())).toList();
    Set<String> otherModules = new LinkedHashSet<>();
    for (Path entry : classPath) {
      otherModules.addAll(ModuleIndex.of(entry).classes());
    }
    try {
      return ClassFileCheck.run(
          List.of(output.classes()), classes.names(), classPath, otherModules);
    } catch (NoCompilerException e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  /** The index lists annotated classes; if it has them all, the processor saw the others, too. */
  private static boolean wasReported(
      ClassesToCheck classes, ModuleIndex processed, Finding finding) {
    if (finding.acrossModules() && finding.method() != null) {
      return isSilenced(processed, finding); // the processor sees one module at a time
    }
    String className = finding.className();
    return classes.annotated().contains(className)
        ? processed.classes().contains(className)
        : !className.isEmpty() && processed.classes().containsAll(classes.annotated());
  }

  private static boolean isSilenced(ModuleIndex processed, Finding finding) {
    CheckedMethod method = finding.method();
    String code = finding.rule().code();
    return method != null
        && processed
            .silenced()
            .contains(method.className() + " " + code + "@" + method.name() + method.descriptor());
  }

  private String text(ClassesToCheck classes, Finding finding) {
    if (finding.className().isEmpty()) {
      return finding.message();
    }
    ClassOutline owner = classes.outline(finding.className());
    CheckedMethod method = finding.method();
    CodePlace place =
        method == null
            ? CodePlace.of(owner)
            : CodePlace.of(owner, method.name(), method.descriptor());
    String subject = method == null ? owner.name() : method.toString();
    String code = finding.rule().code();
    String rest = finding.message().substring(code.length()).strip();
    return lines.of(place, finding.source()) + ": " + code + " " + subject + ": " + rest;
  }

  private String fingerprint() throws IOException {
    Fingerprint fingerprint =
        new Fingerprint()
            .add(settings.pluginVersion())
            .add(Runtime.version().toString())
            .add(new TreeSet<>(settings.suppressed()).toString());
    fingerprint.addState(rules()).addState(output.classes());
    for (Path entry : output.classPath()) {
      fingerprint.addState(entry);
    }
    return fingerprint.text();
  }

  /** The jar with the rules: a snapshot of it may change while its version stays. */
  private static Path rules() throws IOException {
    try {
      return Path.of(Rule.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
