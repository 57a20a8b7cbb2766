package io.cacheaside.maven;

import io.cacheaside.processor.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.aspectj.bridge.IMessage;
import org.aspectj.bridge.ISourceLocation;

/** Says what ajc has to say in our words: with a code, and with the place in the source. */
final class AjcMessages {
  private static final Pattern OUR_RULE = Pattern.compile("CA1\\d\\d .*");

  /** The weaver looks for a runtime of its own version; frameworks manage older ones. */
  private static final String OTHER_RUNTIME = "bad version number found in ";

  private final Log log;
  private final SourceLines lines;

  AjcMessages(Log log, SourceLines lines) {
    this.log = log;
    this.lines = lines;
  }

  /**
   * Logs the warnings.
   *
   * @throws MojoFailureException with all errors, if there are any
   */
  void report(List<IMessage> messages) throws MojoFailureException {
    List<String> errors = new ArrayList<>();
    for (IMessage message : messages) {
      if (IMessage.ERROR.isSameOrLessThan(message.getKind())) {
        errors.add(text(message));
      } else if (message.getMessage().startsWith(OTHER_RUNTIME)) {
        log.debug(
            "the AspectJ runtime of the project is not of the weaver's version, as it may be: "
                + firstLine(message.getMessage()));
      } else if (message.isWarning()
          && !OUR_RULE.matcher(firstLine(message.getMessage())).matches()) {
        // the warnings of our own rules have been reported, or suppressed, before
        log.warn(text(message));
      }
    }
    if (!errors.isEmpty()) {
      throw Failures.of("weaving failed", errors);
    }
  }

  private String text(IMessage message) {
    String text = firstLine(message.getMessage());
    Throwable thrown = message.getThrown();
    if (thrown != null) {
      log.debug(thrown);
      text += ": " + thrown;
    }
    String coded =
        OUR_RULE.matcher(text).matches()
            ? text
            : Rule.WEAVER_ERROR.code() + " the weaver reports: " + text;
    ISourceLocation location = message.getSourceLocation();
    // line 0: a class file as a whole, in the weaver's own directory
    return location == null || location.getLine() == 0 ? coded : place(location) + ": " + coded;
  }

  /** What follows tells how ajc came there. */
  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private String place(ISourceLocation location) {
    // the folder of the package and the name that the class file holds
    String path = location.getSourceFile().getPath().replace('\\', '/');
    int slash = path.lastIndexOf('/') + 1;
    return lines.file(path.substring(0, slash), path.substring(slash)) + ":" + location.getLine();
  }
}
