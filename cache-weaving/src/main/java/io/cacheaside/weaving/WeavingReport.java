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

  private static final String COMPILED_SINCE =
      "\nOther classes there are woven: these were compiled since, by something that does not weave,"
          + " such as an IDE. Run mvn process-classes, or let the IDE leave its builds to Maven.";

  private static final String RESTARTS = " DevTools restarts with whatever was compiled.";

  private static final String WHILE_DEVELOPING =
      "\nWhile developing, -javaagent:aspectjweaver.jar weaves what is loaded, whoever compiled it.";

  private WeavingReport() {}

  /**
   * Returns the whole message.
   *
   * @param unwoven at least one
   * @param circumstances what else the audit saw
   */
  public static String of(List<UnwovenMethod> unwoven, Circumstances circumstances) {
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
      text.append(circumstances.compiledSince() ? COMPILED_SINCE : pluginToAdd(goals))
          .append(circumstances.restarts() ? RESTARTS : "")
          .append(WHILE_DEVELOPING);
    }
    return text.append("\nTo go on without: -D")
        .append(SWITCH)
        .append("=off (or =warn)")
        .toString();
  }

  /**
   * What else an audit saw of an application with unwoven methods.
   *
   * @param compiledSince whether each of them lies where other classes are woven
   * @param restarts whether the application is loaded anew whenever something was compiled
   */
  public record Circumstances(boolean compiledSince, boolean restarts) {}

  private static String pluginToAdd(String goals) {
    return "\nAdd this to the plugins of the build in pom.xml:\n"
        + BLOCK.formatted(version(), goals)
        + "If it is there: build with Maven, because an IDE that compiles by itself does not weave.";
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
