package io.cacheaside.maven;

import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Weaves one output directory of a module, as far as that is necessary. */
final class Weaving {
  private final ModuleOutput output;
  private final Settings settings;
  private final Log log;
  private final SourceLines lines;
  private final RuleChecks checks;
  private final Stamp wovenWith;

  Weaving(ModuleOutput output, Settings settings, Log log) {
    this.output = output;
    this.settings = settings;
    this.log = log;
    this.lines = new SourceLines(output.baseDirectory(), output.sourceRoots());
    this.checks = new RuleChecks(output, settings, log, lines);
    this.wovenWith = new Stamp(output.work().resolve("woven-with"));
  }

  /**
   * Scans, checks, weaves and proves.
   *
   * @throws MojoFailureException if something is wrong with the annotated classes; the next run
   *     fails again unless it was mended
   */
  void run() throws IOException, MojoFailureException {
    ScanResult found = scan();
    if (!found.annotated().isEmpty() && KotlinClasses.dropCopies(output, found)) {
      found = scan();
    }
    if (found.annotated().isEmpty()) {
      ModuleIndex.complete(output.classes(), List.of(), settings.suppressed());
      nothingAnnotated(found);
      return;
    }
    ClassFileVersions.requireReadable(found);
    AspectLibrary library = AspectLibrary.among(output.dependencies(), settings.pluginVersion());
    checks.run(found);
    List<ScannedClass> stale = stale(found, fingerprint(library));
    ScanResult woven = stale.isEmpty() ? found : weave(stale, library);
    requireProof(woven);
    ModuleIndex.complete(
        output.classes(),
        woven.annotated().stream().map(ScannedClass::name).toList(),
        settings.suppressed());
    wovenWith.set(fingerprint(library));
    checks.passed();
    log.info(stale.isEmpty() ? Summary.upToDate(woven) : Summary.wove(stale, woven.classFiles()));
    report(woven);
  }

  /**
   * Scans, checks and proves, for classes that something else has woven.
   *
   * @throws MojoFailureException if something is wrong with the annotated classes
   */
  void verify() throws IOException, MojoFailureException {
    ScanResult found = scan();
    if (found.annotated().isEmpty()) {
      nothingAnnotated(found);
      return;
    }
    ClassFileVersions.requireReadable(found);
    checks.run(found);
    requireProof(found);
    checks.passed();
    log.info(Summary.verified(found));
    report(found);
  }

  private ScanResult weave(List<ScannedClass> stale, AspectLibrary library)
      throws IOException, MojoFailureException {
    wovenWith.clear();
    new Ajc(output, new AjcMessages(log, lines)).weave(stale, library);
    return scan();
  }

  private void nothingAnnotated(ScanResult found) throws IOException, MojoFailureException {
    if (checks.hasOthers()) {
      checks.run(found);
      checks.passed();
    }
    log.debug("none of " + Counted.of(found.classFiles(), "class") + " is annotated");
    Catalogue.deleteFrom(output.report()); // it may be of a time when there was something
  }

  private void report(ScanResult result) throws IOException {
    if (settings.report()) {
      Path file = Catalogue.of(result).writeTo(output.report());
      log.info("the catalogue of annotated methods is in " + file);
    }
  }

  private ScanResult scan() throws IOException {
    return Files.isDirectory(output.classes())
        ? ClassFileScan.scanDirectory(output.classes())
        : new ScanResult(0, List.of());
  }

  /** All that can be woven, if the aspects are others than last time. */
  private List<ScannedClass> stale(ScanResult found, String fingerprint) throws IOException {
    boolean isUpToDate = wovenWith.is(fingerprint);
    return found.annotated().stream()
        .filter(Proof::isInPlace)
        .filter(candidate -> !isUpToDate || !candidate.isWoven())
        .toList();
  }

  private String fingerprint(AspectLibrary library) throws IOException {
    Fingerprint fingerprint =
        new Fingerprint().add(settings.pluginVersion()).add(Ajc.OPTIONS.toString());
    library.addTo(fingerprint);
    return fingerprint.text();
  }

  private void requireProof(ScanResult result) throws MojoFailureException {
    List<String> missing = new Proof(lines).missing(result);
    if (!missing.isEmpty()) {
      throw Failures.of("annotated methods are not woven", missing);
    }
  }
}
