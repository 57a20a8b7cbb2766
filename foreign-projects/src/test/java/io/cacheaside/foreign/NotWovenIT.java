package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/** Projects whose annotations would do nothing, because something is missing from their poms. */
class NotWovenIT {
  @Test
  void aspectsForgotten_weaveFails() throws Exception {
    ForeignProject project =
        ForeignProject.copy("plain", NotWovenIT.class, "annotations-only")
            .edit("pom.xml", "<artifactId>cache-aspects<", "<artifactId>cache-annotations<");

    Build build = project.maven("process-classes").fails();

    build.says(
        "[ERROR] Failed to execute goal io.cacheaside:cache-maven-plugin:"
            + Environment.version()
            + ":weave (default) on project plain: CA202 classes are annotated with"
            + " @CacheAside or @Invalidate, but cache-aspects is not among the dependencies of this"
            + " module; add to its pom, with the scope compile:",
        "[ERROR]   <dependency>",
        "[ERROR]     <groupId>io.cacheaside</groupId>",
        "[ERROR]     <artifactId>cache-aspects</artifactId>",
        "[ERROR]     <version>" + Environment.version() + "</version>",
        "[ERROR]   </dependency>");
  }
}
