package io.cacheaside.maven;

import java.io.IOException;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Does for the test classes what {@code weave} does for the others. */
@Mojo(
    name = "weave-tests",
    defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class WeaveTestsMojo extends CacheAsideMojo {
  @Parameter(property = "maven.test.skip", defaultValue = "false", readonly = true)
  private boolean testsAreSkipped;

  /** Called by Maven. */
  public WeaveTestsMojo() {}

  @Override
  void run() throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    if (testsAreSkipped) {
      getLog().debug("test classes are neither compiled nor woven");
      return;
    }
    weaving(testOutput()).run();
  }
}
