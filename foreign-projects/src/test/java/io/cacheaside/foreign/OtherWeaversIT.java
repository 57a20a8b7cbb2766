package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Projects that are not woven by our plugin: the alternatives that the documentation names. */
class OtherWeaversIT {
  private static final String USERS = "src/main/java/shop/UserService.java";
  private static final String WOVEN_WHILE_LOADING =
      "INFO io.cacheaside.WeavingCheck - load-time weaving: 2 annotated methods in 1 class are woven";
  private static final String TESTS_PASSED =
      "[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0";

  @Test
  void stockPlugin_weaves_goalVerifyProvesIt() throws Exception {
    ForeignProject project = ForeignProject.copy("stock-plugin", OtherWeaversIT.class);

    Build build = project.maven("verify").succeeds();

    build.says(TESTS_PASSED);
    assertThat(build.lines("[WARNING]")).isEmpty();
  }

  @Test
  void stockPlugin_refusesWhatCannotBeCached() throws Exception {
    ForeignProject project =
        ForeignProject.copy("stock-plugin", OtherWeaversIT.class, "stock-plugin-mistake")
            .edit(USERS, "  String find(long id) {", "  Stream<String> find(long id) {")
            .edit(USERS, "return \"user \" + id;", "return Stream.of(\"user \" + id);")
            .edit(
                USERS, "class UserService", "import java.util.stream.Stream;\n\nclass UserService");

    Build build = project.maven("process-classes").fails();

    build.says(
        "[ERROR] error at shop/UserService.java:13::0 CA122 @CacheAside cannot cache a stream: it is"
            + " consumed by its first reader; return a List");
  }

  /** Its {@code aop.xml} lets nothing but the application through the weaver. */
  @Test
  void loadTimeWeaving_weavesTheApplication() throws Exception {
    ForeignProject project = ForeignProject.copy("load-time", OtherWeaversIT.class);

    Build build = project.maven("test").succeeds().says(TESTS_PASSED);

    assertThat(build.lines(WOVEN_WHILE_LOADING))
        .isNotEmpty()
        .noneMatch(line -> line.contains("It starts sooner with"));
  }

  @Test
  void loadTimeWeaving_nothingIncluded_tellsWhatToInclude() throws Exception {
    ForeignProject project =
        ForeignProject.copy("load-time", OtherWeaversIT.class, "load-time-of-everything")
            .edit("src/main/resources/META-INF/aop.xml", "<include within=\"shop..*\"/>", "");

    Build build = project.maven("test").succeeds().says(TESTS_PASSED);

    assertThat(build.lines(WOVEN_WHILE_LOADING))
        .isNotEmpty()
        .allMatch(line -> line.contains("<aspectj><weaver><include within=\"shop..*\"/></weaver>"));
  }
}
