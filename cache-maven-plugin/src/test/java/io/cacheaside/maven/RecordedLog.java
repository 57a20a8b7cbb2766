package io.cacheaside.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** A log that can be read: {@code info: wove ...}. */
final class RecordedLog extends SystemStreamLog implements Log {
  private final List<String> lines = new ArrayList<>();

  /** Returns the lines since the last call. */
  List<String> lines() {
    List<String> since = List.copyOf(lines);
    lines.clear();
    return since;
  }

  @Override
  public void debug(CharSequence content) {
    lines.add("debug: " + content);
  }

  @Override
  public void debug(Throwable error) {
    lines.add("debug: " + error);
  }

  @Override
  public void info(CharSequence content) {
    lines.add("info: " + content);
  }

  @Override
  public void warn(CharSequence content) {
    lines.add("warn: " + content);
  }

  @Override
  public void error(CharSequence content) {
    lines.add("error: " + content);
  }
}
