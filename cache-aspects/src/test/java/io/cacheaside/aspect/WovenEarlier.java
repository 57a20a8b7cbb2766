package io.cacheaside.aspect;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Javac;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Loads classes that an earlier version wove and that are kept as test resources. */
final class WovenEarlier extends ClassLoader {
  private static final String SUFFIX = ".bin";

  private final String folder;

  /**
   * @param folder where the class files lie, seen from this class
   */
  WovenEarlier(String folder) {
    super(WovenEarlier.class.getClassLoader());
    this.folder = folder;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String file = folder + "/" + name.substring(name.lastIndexOf('.') + 1) + SUFFIX;
    try (InputStream in = WovenEarlier.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(file);
      }
      byte[] content = in.readAllBytes();
      return defineClass(name, content, 0, content.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(file, e);
    }
  }

  /** Weaves {@code Ledger.java} of a new folder with the aspects of today. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path work = Files.createTempDirectory("woven");
    Javac.compile(
        Map.of("shop/Ledger.java", Files.readString(folder.resolve("Ledger.java"))),
        work.resolve("classes"),
        Ajc.classPath());
    weave(work, folder.resolve("inlined"), "-proc:none");
    weave(work, folder.resolve("closures"), "-proc:none", "-XnoInline");
  }

  private static void weave(Path work, Path target, String... options) throws IOException {
    Path woven = work.resolve(target.getFileName());
    List<String> messages = Ajc.weave(work.resolve("classes"), woven, Ajc.classPath(), options);
    if (!messages.isEmpty()) {
      throw new IllegalStateException(messages.toString());
    }
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(woven.resolve("shop"))) {
      files.forEach(file -> copy(file, target));
    }
  }

  private static void copy(Path file, Path target) {
    try {
      String name = file.getFileName().toString().replace(".class", SUFFIX);
      Files.copy(file, target.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
