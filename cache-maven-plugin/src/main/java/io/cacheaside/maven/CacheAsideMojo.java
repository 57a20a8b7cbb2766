package io.cacheaside.maven;

import io.cacheaside.maven.ModuleOutput.Dependency;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What the goals have in common: the settings, and what Maven knows about the module. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class CacheAsideMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
  private String pluginVersion;

  /** Does nothing if true. */
  @Parameter(property = "cacheaside.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped, because cacheaside.skip is set");
      return;
    }
    try {
      run();
    } catch (IOException | DependencyResolutionRequiredException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    }
  }

  abstract void run()
      throws IOException, MojoFailureException, DependencyResolutionRequiredException;

  final Weaving weaving(ModuleOutput output) {
    return new Weaving(output, pluginVersion, getLog());
  }

  final ModuleOutput mainOutput() throws DependencyResolutionRequiredException {
    return output(
        project.getBuild().getOutputDirectory(),
        "classes",
        project.getCompileClasspathElements(),
        project.getCompileSourceRoots(),
        "src/main");
  }

  final ModuleOutput testOutput() throws DependencyResolutionRequiredException {
    return output(
        project.getBuild().getTestOutputDirectory(),
        "test-classes",
        project.getTestClasspathElements(),
        project.getTestCompileSourceRoots(),
        "src/test");
  }

  private ModuleOutput output(
      String classes,
      String name,
      List<String> classPath,
      List<String> sourceRoots,
      String sources) {
    Path base = project.getBasedir().toPath();
    List<Path> roots = new ArrayList<>(sourceRoots.stream().map(Path::of).toList());
    // these languages' plugins do not always tell Maven
    for (String language : List.of("kotlin", "groovy", "java")) {
      roots.add(base.resolve(sources).resolve(language));
    }
    return new ModuleOutput(
        base,
        Path.of(classes),
        Path.of(project.getBuild().getDirectory(), "cacheaside", name),
        classPath.stream().map(Path::of).toList(),
        roots,
        dependencies());
  }

  private List<Dependency> dependencies() {
    List<Dependency> dependencies = new ArrayList<>();
    for (Artifact artifact : project.getArtifacts()) {
      File file = artifact.getFile();
      if (file != null && !artifact.hasClassifier()) {
        dependencies.add(
            new Dependency(artifact.getGroupId() + ":" + artifact.getArtifactId(), file.toPath()));
      }
    }
    return dependencies;
  }
}
