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

  /** The codes of warnings that are not reported, for example {@code CA105,CA141}. */
  @Parameter(property = "cacheaside.suppress")
  private List<String> suppress;

  /**
   * Lists all annotated methods in {@code target/cacheaside/catalogue.txt} and {@code
   * catalogue.json} if true; those of test classes in {@code target/cacheaside/test}.
   */
  @Parameter(property = "cacheaside.report", defaultValue = "false")
  private boolean report;

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

  final Weaving weaving(ModuleOutput output) throws MojoFailureException {
    List<String> codes = suppress == null ? List.of() : suppress;
    Settings settings = new Settings(pluginVersion, Suppressed.rules(codes), report);
    return new Weaving(output, settings, getLog());
  }

  final ModuleOutput mainOutput() throws DependencyResolutionRequiredException {
    return output(
        project.getBuild().getOutputDirectory(),
        "main",
        project.getCompileClasspathElements(),
        project.getCompileSourceRoots());
  }

  final ModuleOutput testOutput() throws DependencyResolutionRequiredException {
    return output(
        project.getBuild().getTestOutputDirectory(),
        "test",
        project.getTestClasspathElements(),
        project.getTestCompileSourceRoots());
  }

  private ModuleOutput output(
      String classes, String name, List<String> classPath, List<String> sourceRoots) {
    Path base = project.getBasedir().toPath();
    List<Path> roots = new ArrayList<>(sourceRoots.stream().map(Path::of).toList());
    // these languages' plugins do not always tell Maven
    for (String language : List.of("kotlin", "groovy", "java")) {
      roots.add(base.resolve("src").resolve(name).resolve(language));
    }
    Path work = Path.of(project.getBuild().getDirectory(), "cacheaside");
    return new ModuleOutput(
        base,
        Path.of(classes),
        work.resolve(name),
        name.equals("main") ? work : work.resolve("test"),
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
