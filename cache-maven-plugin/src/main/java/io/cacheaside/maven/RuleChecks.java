package io.cacheaside.maven;

import io.cacheaside.processor.CheckedMethod;
import io.cacheaside.processor.ClassFileCheck;
import io.cacheaside.processor.Finding;
import io.cacheaside.processor.NoCompilerException;
import io.cacheaside.processor.Rule;
import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ClassOutline;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Repeats the compile-time checks on class files, because javac may have run without the processor.
 * Like javac, it says nothing again while nothing has changed.
 */
final class RuleChecks {
  /** What is only right if all keys are known that are cached. */
  private static final Set<Rule> NEED_ALL_READERS =
      EnumSet.of(
          Rule.UNMATCHED_INVALIDATION,
          Rule.KEY_TYPES_DIFFER,
          Rule.UNREAD_REGION,
          Rule.OTHER_REGION);

  /** A name that no class has: the checks then know that there may be more than they see. */
  private static final String UNREADABLE = "cacheaside.unreadable.Library";

  private final ModuleOutput output;
  private final Settings settings;
  private final Log log;
  private final SourceLines lines;
  private final Stamp checkedWith;

  /** Those of the modules that this one depends on. */
  private final List<ModuleIndex> otherIndexes = new ArrayList<>();

  /** Their annotated classes, by where they are. */
  private final Map<Path, Set<String>> otherModules = new LinkedHashMap<>();

  private final Map<Path, UnseenLibrary> unseen = new HashMap<>();

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
    readOtherModules();
    ClassesToCheck classes = classesToCheck(found);
    // it has the classes whose warnings the processor has reported, or found to be suppressed there
    ModuleIndex index = ModuleIndex.of(output.classes());
    List<String> errors = new ArrayList<>();
    ClassFileCheck.Result result = check(classes);
    for (Finding finding : findings(result, found)) {
      String others = modulesOf(classes, finding);
      if (!others.isEmpty()) {
        if (!output.isOfTests() && !isSilenced(index, finding)) {
          log.warn(others + finding.message()); // nobody can mend it here
        }
      } else if (finding.severity() == Rule.Severity.ERROR) {
        if (!isSilenced(index, finding)) {
          errors.add(text(classes, finding));
        }
      } else if (!isUnwanted(classes, index, finding)) {
        log.warn(text(classes, finding));
      }
    }
    for (Finding finding : BodyCheck.run(output, result.catalogue())) {
      if (!isSilenced(index, finding)) { // the processor sees no bodies
        log.warn(text(classes, finding));
      }
    }
    if (!errors.isEmpty()) {
      throw Failures.of("the annotations of CacheAside are wrong", errors);
    }
  }

  /**
   * Returns whether there are other modules: their methods may be overridden here, and may not get
   * on with each other.
   */
  boolean hasOthers() throws IOException {
    if (output.isOfTests() || !Files.isDirectory(output.classes())) {
      return false;
    }
    for (Path entry : output.classPath()) {
      if (!entry.equals(output.classes())
          && (!ModuleIndex.of(entry).lines().isEmpty() || !unseen(entry).annotated().isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /** What Kotlin makes to call an annotated function hides nothing. */
  private List<Finding> findings(ClassFileCheck.Result result, ScanResult found)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : result.findings()) {
      CheckedMethod method = finding.method();
      boolean isCopy =
          finding.rule() == Rule.HIDDEN_BY_OVERRIDE
              && method != null
              && KotlinClasses.isCopy(output, method);
      if (!isCopy) {
        findings.add(finding);
      }
    }
    findings.addAll(KotlinClasses.inlineFunctions(output, found));
    return findings;
  }

  /** Remembers that these class files have passed, as they are now. */
  void passed() throws IOException {
    checkedWith.set(fingerprint());
  }

  private void readOtherModules() throws IOException {
    for (Path entry : classPath()) {
      ModuleIndex index = ModuleIndex.of(entry);
      otherIndexes.add(index);
      addModule(entry, index.classes());
      if (index.lines().isEmpty() && !output.isOfTests()) {
        addUnseen(entry);
      }
    }
  }

  private void addUnseen(Path entry) {
    UnseenLibrary library = unseen(entry);
    library.unwoven().forEach(log::warn);
    addModule(entry, names(library.annotated()));
  }

  /** Looks into a jar once, whoever asks. */
  private UnseenLibrary unseen(Path entry) {
    return unseen.computeIfAbsent(entry, this::readUnseen);
  }

  private UnseenLibrary readUnseen(Path entry) {
    try {
      return UnseenLibrary.of(entry);
    } catch (IOException e) {
      log.debug(entry + " cannot be looked through: " + e);
      return new UnseenLibrary(entry, List.of());
    }
  }

  private static Set<String> names(List<ScannedClass> classes) {
    Set<String> names = new LinkedHashSet<>();
    classes.stream().map(ScannedClass::name).forEach(names::add);
    return names;
  }

  /** What tests override is to be replaced there, and the annotation with it. */
  private ClassesToCheck classesToCheck(ScanResult found) throws IOException {
    Set<String> annotated = new LinkedHashSet<>();
    if (!output.isOfTests()) {
      otherModules.values().forEach(annotated::addAll);
    }
    List<Path> searched = annotated.isEmpty() ? List.of() : classPath();
    try (ClassesAbove above = new ClassesAbove(searched, annotated)) {
      return new ClassesToCheck(output.classes(), found, above);
    }
  }

  private ClassFileCheck.Result check(ClassesToCheck classes) throws MojoFailureException {
    ClassFileCheck.Result result = runCheck(classes);
    // reading whole libraries takes long, so it has to be worth it
    if (result.findings().stream().map(Finding::rule).anyMatch(NEED_ALL_READERS::contains)) {
      int known = otherModules.size();
      List<Path> withoutIndex = new ArrayList<>(classPath());
      withoutIndex.removeAll(otherModules.keySet());
      withoutIndex.forEach(entry -> addModule(entry, annotatedIn(entry)));
      if (otherModules.size() > known) {
        return runCheck(classes);
      }
    }
    return result;
  }

  /** Returns where other modules are. */
  private List<Path> classPath() {
    return output.classPath().stream().filter(entry -> !entry.equals(output.classes())).toList();
  }

  private void addModule(Path entry, Set<String> annotated) {
    if (!annotated.isEmpty()) {
      otherModules.put(entry, annotated);
    }
  }

  private ClassFileCheck.Result runCheck(ClassesToCheck classes) throws MojoFailureException {
    try {
      return ClassFileCheck.run(
          List.of(output.classes()), classes.names(), classPath(), otherModules.values());
    } catch (NoCompilerException e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  /** Returns the annotated classes of a module that something else has built. */
  private Set<String> annotatedIn(Path entry) {
    try {
      if (Files.isDirectory(entry)) {
        return names(ClassFileScan.scanDirectory(entry).annotated());
      }
      return Files.isRegularFile(entry)
          ? names(ClassFileScan.scanJar(entry).annotated())
          : Set.of();
    } catch (IOException e) {
      log.debug(entry + " cannot be looked through: " + e);
      return Set.of(UNREADABLE);
    }
  }

  private boolean isSilenced(ModuleIndex index, Finding finding) {
    Rule rule = finding.rule();
    CheckedMethod method = finding.method();
    CheckedMethod other = finding.other();
    if (settings.suppressed().contains(rule)) {
      return true;
    }
    return rule.canBeSilenced()
        && ((method != null && isSilenced(index, rule, method))
            || (other != null && isSilenced(index, rule, other)));
  }

  private boolean isSilenced(ModuleIndex index, Rule rule, CheckedMethod method) {
    return Stream.concat(Stream.of(index), otherIndexes.stream())
        .anyMatch(each -> each.isSilenced(rule, method));
  }

  /**
   * Returns where two methods of other modules are that do not get on with each other, in words;
   * nothing if one of them is in this module.
   */
  private String modulesOf(ClassesToCheck classes, Finding finding) {
    CheckedMethod method = finding.method();
    CheckedMethod other = finding.other();
    if (method == null
        || other == null
        || classes.names().contains(method.className())
        || classes.names().contains(other.className())) {
      return "";
    }
    return "%s is in %s, and %s in %s: ".formatted(method, module(method), other, module(other));
  }

  private String module(CheckedMethod method) {
    return otherModules.entrySet().stream()
        .filter(each -> each.getValue().contains(method.className()))
        .map(each -> relative(each.getKey()))
        .findFirst()
        .orElse("another module");
  }

  private String relative(Path entry) {
    Path name = entry.getFileName();
    boolean isJar = Files.isRegularFile(entry) && name != null;
    Path base = output.baseDirectory();
    Path shown = isJar ? name : entry.startsWith(base) ? base.relativize(entry) : entry;
    return shown.toString().replace('\\', '/');
  }

  private boolean isUnwanted(ClassesToCheck classes, ModuleIndex index, Finding finding) {
    return isSilenced(index, finding)
        || (!finding.acrossModules() && wasReported(classes, index.processed(), finding));
  }

  /** If the index has all annotated classes, the processor saw the others, too. */
  private static boolean wasReported(
      ClassesToCheck classes, Set<String> processed, Finding finding) {
    String className = finding.className();
    Set<String> annotated = classes.annotated();
    boolean sawAll = !annotated.isEmpty() && processed.containsAll(annotated);
    return processed.contains(className) || (sawAll && !className.isEmpty());
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
