package io.cacheaside.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What AspectJ's agent has woven in this JVM, and what that took. Not threadsafe.
 *
 * <p>The agent parses each class that its configuration does not leave out, those of all libraries
 * if that says nothing. We cannot say it for the application: what one configuration leaves out is
 * left out for the aspects of all others as well.
 */
final class LoadTimeWeaving {
  private static final String AGENT = "org.aspectj.weaver.loadtime.Agent";
  private static final String CONFIGURATION = "org.aspectj.weaver.loadtime.configuration";

  /** Where the agent looks, unless that property says otherwise. */
  private static final List<String> CONFIGURATIONS =
      List.of("META-INF/aop.xml", "META-INF/aop-ajc.xml", "org/aspectj/aop.xml");

  private static final int SHOWN = 5;

  private final Object instrumentation;
  private final TreeSet<String> classes = new TreeSet<>();
  private int methods;

  private LoadTimeWeaving(Object instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Returns null if the agent is not at work in this JVM. */
  static @Nullable LoadTimeWeaving find() {
    try {
      Class<?> agent = Class.forName(AGENT, false, ClassLoader.getSystemClassLoader());
      // throws if the class is only present
      return new LoadTimeWeaving(agent.getMethod("getInstrumentation").invoke(null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** Takes note of a method that was woven when its class was loaded. */
  void add(ScannedMethod method) {
    methods++;
    classes.add(method.className());
  }

  /**
   * Returns what was woven, how old the JVM is, and, unless the agent is told what to include, what
   * would make its start shorter.
   *
   * @param loader that of the application
   * @return null if nothing of ours was woven by the agent
   */
  @Nullable String report(ClassLoader loader) {
    if (methods == 0) {
      return null;
    }
    String text =
        "load-time weaving: "
            + (methods == 1 ? "1 annotated method" : methods + " annotated methods")
            + (classes.size() == 1 ? " in 1 class" : " in " + classes.size() + " classes")
            + (methods == 1 ? " is woven" : " are woven")
            + age();
    return isToldWhatToInclude(loader) ? text : text + advice();
  }

  private static String age() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toMillis() / 1_000.0)
        .map(seconds -> String.format(Locale.ROOT, ", %.1f s after this JVM began", seconds))
        .orElse("");
  }

  private String advice() {
    String includes =
        patterns().stream()
            .limit(SHOWN)
            .map("<include within=\"%s\"/>"::formatted)
            .collect(Collectors.joining());
    return String.format(
            Locale.ROOT, "; %,d classes have been through AspectJ's agent until now.", seen())
        + " It starts sooner with a META-INF/aop.xml in the application that lets nothing else in:"
        + " <aspectj><weaver>"
        + includes
        + "</weaver></aspectj>, and the packages that other aspects are for";
  }

  /** The packages of the woven classes, those left out that lie in another one. */
  private List<String> patterns() {
    TreeSet<String> packages = new TreeSet<>();
    for (String name : classes) {
      int dot = name.lastIndexOf('.');
      packages.add(dot < 0 ? name : name.substring(0, dot) + "..*");
    }
    List<String> outer = new ArrayList<>();
    for (String each : packages) {
      if (outer.stream().noneMatch(found -> isWithin(each, found))) {
        outer.add(each);
      }
    }
    return outer;
  }

  private static boolean isWithin(String pattern, String outer) {
    return outer.endsWith("..*") && pattern.startsWith(outer.substring(0, outer.length() - 2));
  }

  /** All but those of the JDK. */
  private int seen() {
    try {
      Class<?> type = Class.forName("java.lang.instrument.Instrumentation");
      Object all = type.getMethod("getAllLoadedClasses").invoke(instrumentation);
      int count = 0;
      for (Class<?> each : (Class<?>[]) all) {
        ClassLoader loader = each.getClassLoader();
        boolean isForeign = loader != null && loader != ClassLoader.getPlatformClassLoader();
        count += isForeign && !each.isArray() ? 1 : 0;
      }
      return count;
    } catch (ReflectiveOperationException | LinkageError e) {
      return classes.size();
    }
  }

  private static boolean isToldWhatToInclude(ClassLoader loader) {
    if (System.getProperty(CONFIGURATION) != null) {
      return true; // by hand, by somebody who knows
    }
    try {
      for (String name : CONFIGURATIONS) {
        for (URL url : Collections.list(loader.getResources(name))) {
          try (InputStream in = url.openStream()) {
            if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("<include")) {
              return true;
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return true; // no advice without knowledge
    }
    return false;
  }
}
