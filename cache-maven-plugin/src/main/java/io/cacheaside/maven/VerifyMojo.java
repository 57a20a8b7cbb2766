package io.cacheaside.maven;

import java.io.IOException;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Checks annotated classes and test classes, and proves that they are woven, without weaving them:
 * for modules that are woven by another plugin.
 */
@Mojo(
    name = "verify",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class VerifyMojo extends CacheAsideMojo {
  /** Called by Maven. */
  public VerifyMojo() {}

  @Override
  void run() throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    weaving(mainOutput()).verify();
    weaving(testOutput()).verify();
  }
}
