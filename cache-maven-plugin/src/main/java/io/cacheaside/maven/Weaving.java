package io.cacheaside.maven;

import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Weaves one output directory of a module, as far as that is necessary. */
final class Weaving {
  private final ModuleOutput output;
  private final String pluginVersion;
  private final Log log;
  private final SourceLines lines;
  private final Stamp wovenWith;

  Weaving(ModuleOutput output, String pluginVersion, Log log) {
    this.output = output;
    this.pluginVersion = pluginVersion;
    this.log = log;
    this.lines = new SourceLines(output.baseDirectory(), output.sourceRoots());
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
    if (found.annotated().isEmpty()) {
      log.debug("none of " + Counted.of(found.classFiles(), "class") + " is annotated");
      return;
    }
    ClassFileVersions.requireReadable(found);
    AspectLibrary library = AspectLibrary.among(output.dependencies(), pluginVersion);
    List<ScannedClass> stale = stale(found, fingerprint(library));
    if (!stale.isEmpty()) {
      wovenWith.clear();
      new Ajc(output, new AjcMessages(log, lines)).weave(stale, library);
    }
    ScanResult woven = stale.isEmpty() ? found : scan();
    requireProof(woven);
    wovenWith.set(fingerprint(library));
    log.info(stale.isEmpty() ? Summary.upToDate(woven) : Summary.wove(stale, woven.classFiles()));
  }

  /**
   * Scans, checks and proves, for classes that something else has woven.
   *
   * @throws MojoFailureException if something is wrong with the annotated classes
   */
  void verify() throws IOException, MojoFailureException {
    ScanResult found = scan();
    if (found.annotated().isEmpty()) {
      log.debug("none of " + Counted.of(found.classFiles(), "class") + " is annotated");
      return;
    }
    ClassFileVersions.requireReadable(found);
    requireProof(found);
    log.info(Summary.verified(found));
  }

  private ScanResult scan() throws IOException {
    return Files.isDirectory(output.classes())
        ? ClassFileScan.scanDirectory(output.classes())
        : new ScanResult(0, List.of());
  }

  /** All of them, if the aspects are others than last time. */
  private List<ScannedClass> stale(ScanResult found, String fingerprint) throws IOException {
    return wovenWith.is(fingerprint)
        ? found.annotated().stream().filter(candidate -> !candidate.isWoven()).toList()
        : found.annotated();
  }

  private String fingerprint(AspectLibrary library) throws IOException {
    Fingerprint fingerprint = new Fingerprint().add(pluginVersion).add(Ajc.OPTIONS.toString());
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
