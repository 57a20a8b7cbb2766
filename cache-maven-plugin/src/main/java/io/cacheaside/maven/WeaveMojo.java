package io.cacheaside.maven;

import java.io.IOException;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Checks the annotated classes of the module, weaves them, and proves that they are woven. */
@Mojo(
    name = "weave",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class WeaveMojo extends CacheAsideMojo {
  /** Called by Maven. */
  public WeaveMojo() {}

  @Override
  void run() throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    weaving(mainOutput()).run();
  }
}
