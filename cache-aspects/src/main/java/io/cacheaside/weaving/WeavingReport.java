package io.cacheaside.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says which annotated methods are not woven, and what to do. */
public final class WeavingReport {
  /** The system property that switches the guards. */
  public static final String SWITCH = "cacheaside.weaving-check";

  private static final String BLOCK =
      """
        <plugin>
          <groupId>io.cacheaside</groupId>
          <artifactId>cache-maven-plugin</artifactId>
          <version>%s</version>
          <executions><execution><goals>%s</goals></execution></executions>
        </plugin>
      """;

  private WeavingReport() {}

  /**
   * Returns the whole message.
   *
   * @param unwoven at least one
   */
  public static String of(List<UnwovenMethod> unwoven) {
    StringBuilder text = new StringBuilder();
    text.append("CA201 ")
        .append(
            unwoven.size() == 1
                ? "1 annotated method is not woven, so its annotation does nothing:"
                : unwoven.size()
                    + " annotated methods are not woven, so their annotations do nothing:");
    for (UnwovenMethod method : unwoven) {
      text.append("\n  - ").append(method);
    }
    String goals = goals(unwoven);
    if (!goals.isEmpty()) {
      text.append("\nAdd this to the plugins of the build in pom.xml:\n")
          .append(BLOCK.formatted(version(), goals))
          .append(
              "If it is there: build with Maven, because an IDE that compiles by itself does not weave.");
    }
    return text.append("\nTo go on without: -D")
        .append(SWITCH)
        .append("=off (or =warn)")
        .toString();
  }

  /** Main and test classes are woven by goals of their own. */
  private static String goals(List<UnwovenMethod> unwoven) {
    List<String> goals = new ArrayList<>();
    if (unwoven.stream().anyMatch(each -> each.method().hasBody() && !isTest(each))) {
      goals.add("weave");
    }
    if (unwoven.stream().anyMatch(each -> each.method().hasBody() && isTest(each))) {
      goals.add("weave-tests");
    }
    StringBuilder text = new StringBuilder();
    goals.forEach(goal -> text.append("<goal>").append(goal).append("</goal>"));
    return text.toString();
  }

  private static boolean isTest(UnwovenMethod unwoven) {
    return unwoven.origin().endsWith("test-classes");
  }

  /** The plugin has the version of this library. */
  private static String version() {
    try (InputStream in = WeavingReport.class.getResourceAsStream("version.txt")) {
      return in == null
          ? "(the version of cache-aspects)"
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "(the version of cache-aspects)";
    }
  }
}
