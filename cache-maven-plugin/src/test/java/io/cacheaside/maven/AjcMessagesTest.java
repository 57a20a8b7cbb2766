package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.aspectj.bridge.IMessage;
import org.aspectj.bridge.ISourceLocation;
import org.aspectj.bridge.Message;
import org.aspectj.bridge.SourceLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the weaver's messages. */
class AjcMessagesTest {
  private static final ISourceLocation USERS = new SourceLocation(new File("shop/Users.java"), 12);

  @TempDir Path base;
  private final RecordedLog log = new RecordedLog();

  private void report(IMessage... messages) throws IOException, MojoFailureException {
    Path root = base.resolve("src/main/java");
    Files.createDirectories(root.resolve("shop"));
    Files.writeString(root.resolve("shop/Users.java"), "class Users {}");
    new AjcMessages(log, new SourceLines(base, List.of(root))).report(List.of(messages));
  }

  private static Message message(IMessage.Kind kind, String text, ISourceLocation location) {
    return new Message(text, kind, null, location);
  }

  @Test
  void warnings_areLogged_butNotThoseOfOurRules() throws Exception {
    report(
        message(IMessage.INFO, "woven class shop.Users", null),
        message(IMessage.WARNING, "CA135 @CacheAside on a synchronized method", USERS),
        message(IMessage.WARNING, "odd\nwhen weaving type shop.Users\n [Xlint:x]", USERS),
        message(IMessage.WARNING, "odd file", new SourceLocation(new File("in/Users.class"), 0)));
    assertThat(log.lines())
        .containsExactly(
            "warn: src/main/java/shop/Users.java:12: CA203 the weaver reports: odd",
            "warn: CA203 the weaver reports: odd file");
  }

  /** The weaver is ours; the runtime is the one that the project manages, and may be older. */
  @Test
  void otherVersionOfTheRuntime_isNoWarning() throws Exception {
    report(
        message(
            IMessage.WARNING,
            "bad version number found in /repo/aspectjrt-1.9.24.jar expected 1.9.27 found 1.9.24",
            null));
    assertThat(log.lines())
        .containsExactly(
            "debug: the AspectJ runtime of the project is not of the weaver's version, as it may be:"
                + " bad version number found in /repo/aspectjrt-1.9.24.jar expected 1.9.27 found"
                + " 1.9.24");
  }

  @Test
  void errors_areListed_thoseOfOurRulesWithTheirCode() {
    assertThatThrownBy(
            () ->
                report(
                    message(IMessage.ERROR, "CA121 nothing to cache", USERS),
                    message(IMessage.ERROR, "no such type", null),
                    new Message("ABORT", IMessage.ABORT, new IllegalStateException("bug"), null)))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            """
            weaving failed, 3 errors:
            src/main/java/shop/Users.java:12: CA121 nothing to cache
            CA203 the weaver reports: no such type
            CA203 the weaver reports: ABORT: java.lang.IllegalStateException: bug""");
    assertThat(log.lines()).containsExactly("debug: java.lang.IllegalStateException: bug");
  }
}
