package io.cacheaside.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.aspectj.bridge.IMessage;
import org.aspectj.bridge.MessageHandler;
import org.aspectj.tools.ajc.Main;

/** A source text that javac compiles and ajc weaves, as in a user's build. */
final class CompiledSource {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final Path classes;

  private CompiledSource(Path classes) {
    this.classes = classes;
  }

  /** Compiles {@code text} as {@code shop/Users.java}. */
  static CompiledSource users(Path folder, String text) throws IOException {
    Path source = folder.resolve("src/shop/Users.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source, "package shop; import io.cacheaside.annotation.*; import java.util.*;\n" + text);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                List.of(
                        "-g",
                        "-proc:none",
                        "-cp",
                        CLASS_PATH,
                        "-d",
                        classes.toString(),
                        source.toString())
                    .toArray(String[]::new));
    assertThat(status).isZero();
    return new CompiledSource(classes);
  }

  Path classes() {
    return classes;
  }

  byte[] classFile(String name) throws IOException {
    return Files.readAllBytes(classes.resolve("shop/" + name + ".class"));
  }

  ScannedClass scanned(String name) throws IOException {
    return ClassFileScan.scan(classFile(name), name).orElseThrow();
  }

  /** Weaves into a directory beside the first. */
  CompiledSource woven(String... options) throws IOException {
    Path woven = Files.createDirectories(classes.resolveSibling("woven"));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-inpath", classes.toString()));
    arguments.addAll(List.of("-aspectpath", aspects(), "-cp", CLASS_PATH, "-d", woven.toString()));
    arguments.addAll(List.of(options));
    MessageHandler messages = new MessageHandler(true);
    Main ajc = new Main();
    ajc.setHolder(messages);
    ajc.runMain(arguments.toArray(String[]::new), false);
    assertThat(messages.getMessages(IMessage.ERROR, true)).isEmpty();
    return new CompiledSource(woven);
  }

  private static String aspects() {
    for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
      if (Files.exists(Path.of(entry, "io/cacheaside/aspect/CacheAsideAspect.class"))) {
        return entry;
      }
    }
    return Path.of("target", "classes").toString();
  }
}
