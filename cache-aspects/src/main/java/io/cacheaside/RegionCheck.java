package io.cacheaside;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.background.RootThreads;
import io.cacheaside.config.ConfigDraft;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplateException;
import io.cacheaside.key.Names;
import io.cacheaside.key.Suggestion;
import io.cacheaside.weaving.RegionUse;
import io.cacheaside.weaving.WeavingAudit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens at the start when the configuration names a region that no annotated method is in.
 * That an {@code @Invalidate} names a region that nothing is cached in is never more than a
 * warning.
 */
public enum RegionCheck {
  /** The start fails with the list of these regions. The default. */
  FAIL,
  /** The list is logged as a warning: regions may be those of another application. */
  WARN,
  /** Nothing is compared. */
  OFF;

  private static final Logger LOG = LoggerFactory.getLogger(RegionCheck.class);
  private static final int SHOWN = 10;

  /**
   * Acts on what an audit has found. What is unknown may be in a library without an index: all are
   * looked through, at once if the start may fail, else by a thread of its own, which warns.
   *
   * @param configured the regions that the configuration names, each with the place that does
   * @return what is wrong with them, if this is {@link #FAIL}
   */
  List<String> judge(WeavingAudit audit, Map<String, String> configured) {
    return judge(audit, configured, RegionCheck::run);
  }

  /** Runs a task on a thread of its own, which keeps no program alive. */
  static void run(Runnable task) {
    RootThreads.daemon("cacheaside-region-check", task).start();
  }

  /**
   * Judges as above, and runs what takes long on the given executor.
   *
   * @param thread runs a task on a thread of its own
   */
  List<String> judge(WeavingAudit audit, Map<String, String> configured, Executor thread) {
    if (this == OFF) {
      return List.of();
    }
    RegionUse use = audit.regions();
    if (use.isEmpty()) {
      if (!configured.isEmpty()) {
        LOG.info(
            "no annotated class was found, so the regions of the configuration are not checked: {}",
            String.join(", ", configured.keySet()));
      }
      return List.of();
    }
    misspelt(use, configured.keySet()).forEach(LOG::warn);
    boolean unknown = !configured.keySet().stream().allMatch(use::knows);
    if (unknown && this == FAIL) {
      return report(audit, configured);
    }
    if (unknown || use.hasUnread()) {
      reportLater(audit, configured, thread);
    }
    return List.of();
  }

  /** To start matters more than to warn. */
  private void reportLater(WeavingAudit audit, Map<String, String> configured, Executor thread) {
    try {
      thread.execute(
          BackgroundTask.surviving("the check of regions", () -> report(audit, configured)));
    } catch (OutOfMemoryError e) {
      LOG.warn(
          "libraries without an index are not searched for regions, because no thread could be"
              + " started ({}); let this process have more threads, or set region-check = off",
          e.toString());
    }
  }

  /** Returns what stops the start, and logs the rest. */
  private List<String> report(WeavingAudit audit, Map<String, String> configured) {
    RegionUse use = audit.regions();
    int alreadyUnreadable = audit.unreadable().size();
    audit.lookIntoAllJars(
        () -> !use.hasUnread() && configured.keySet().stream().allMatch(use::knows));
    use.unread(RegionCheck::form)
        .forEach((region, method) -> LOG.warn(unread(region, method, use)));
    List<String> problems = new ArrayList<>();
    configured.forEach(
        (region, place) -> {
          if (!use.knows(region)) {
            problems.add(unknown(region, place, use));
          }
        });
    List<String> unreadable = audit.unreadable();
    if (problems.isEmpty() || (this == FAIL && unreadable.isEmpty())) {
      return problems;
    }
    problems.forEach(LOG::warn);
    if (this == FAIL && unreadable.size() > alreadyUnreadable) {
      List<String> later = unreadable.subList(alreadyUnreadable, unreadable.size());
      LOG.warn(
          "the start does not fail, because annotated methods may be in what cannot be read ({} in"
              + " all): {}",
          later.size(),
          String.join("; ", later.subList(0, Math.min(SHOWN, later.size()))));
    }
    return List.of();
  }

  /** Returns a template without the names in it; itself if it is none, which others report. */
  private static String form(String key) {
    try {
      StringBuilder form = new StringBuilder();
      for (KeyTemplate.Part part : KeyTemplate.parse(key).parts()) {
        form.append(part instanceof KeyTemplate.Literal literal ? literal.text() : "{}");
      }
      return form.toString();
    } catch (KeyTemplateException e) {
      return key;
    }
  }

  /**
   * Returns what to say of methods that name a region almost as a configured one, where keys begin
   * alike: what is configured would not be heeded.
   */
  private static List<String> misspelt(RegionUse use, Set<String> configured) {
    List<String> warnings = new ArrayList<>();
    for (String region : use.read()) {
      boolean mayBe = !configured.contains(region) && !region.equals(Names.DEFAULT_REGION);
      for (String other : mayBe ? use.read() : Set.<String>of()) {
        if (configured.contains(other) && Suggestion.isNear(region, other)) {
          Set<String> beginnings = new HashSet<>();
          use.cachedIn(other).forEach(each -> beginnings.add(beginning(each.key())));
          beginnings.remove("");
          use.cachedIn(region).stream()
              .filter(each -> beginnings.contains(beginning(each.key())))
              .findFirst()
              .ifPresent(each -> warnings.add(misspelt(each, region, other)));
        }
      }
    }
    return warnings;
  }

  private static String misspelt(RegionUse.Cached cached, String region, String other) {
    return ("%s caches in the region \"%s\", which the configuration does not mention, unlike \"%s\""
            + " with keys that begin with \"%s\" too; if that is meant, write region = \"%s\", else"
            + " configure \"%s\", too, or set region-check = off")
        .formatted(cached.method(), region, other, beginning(cached.key()), other, region);
  }

  /** The text in front of the first placeholder. */
  private static String beginning(String key) {
    return key.substring(0, key.indexOf('{') < 0 ? key.length() : key.indexOf('{'));
  }

  private static String unread(String region, RegionUse.Unread unread, RegionUse use) {
    String found =
        "%s: @Invalidate names the region \"%s\", but no @CacheAside that was found is in it, so it"
            + " removes nothing here";
    String hint =
        unread.key() == null
            ? suggestion(region, List.copyOf(use.read()))
            : "; the key \"%s\" is cached in the region \"%s\"."
                .formatted(unread.key(), unread.otherRegion());
    return found.formatted(unread.method(), region)
        + hint
        + (" For a region of another application suppress %s: by @SuppressWarnings on the method where"
                + " cache-processor runs, else by <suppress> of cache-maven-plugin.")
            .formatted(unread.key() == null ? "CA146" : "CA147");
  }

  private static String unknown(String region, String place, RegionUse use) {
    // one that is only invalidated may be the other half of the same slip
    List<String> known = List.copyOf(use.read().isEmpty() ? use.all() : use.read());
    String hint = suggestion(region, known);
    String nearest = Suggestion.nearest(region, known);
    if (place.equals(ConfigDraft.IN_ENVIRONMENT) && plain(nearest).equals(plain(region))) {
      hint =
          "; \"%s\" has characters that a variable cannot have: set it in a file or in code."
              .formatted(nearest);
    }
    return "region \"%s\" %s is that of no annotated method that was found%s"
            .formatted(region, place, hint)
        + " For a region of another application set region-check = warn.";
  }

  /** The names of variables are in capitals, and have no other punctuation. */
  private static String plain(String region) {
    return region.toLowerCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  private static String suggestion(String region, List<String> known) {
    if (known.isEmpty()) {
      return ".";
    }
    String hint = Suggestion.among(region, known);
    return "; " + hint + (hint.endsWith("?") ? "" : ".");
  }
}
