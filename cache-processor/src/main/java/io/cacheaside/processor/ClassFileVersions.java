package io.cacheaside.processor;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of class files in directories: CA205. */
final class ClassFileVersions {
  /** The version of class files for Java 1; each release has the next one. */
  private static final int BASE = 44;

  private static final int MAGIC = 0xCAFEBABE;

  private final List<Path> outputs;

  ClassFileVersions(List<Path> outputs) {
    this.outputs = List.copyOf(outputs);
  }

  /** Returns what is wrong if the running Java cannot read the class, or null. */
  @Nullable Finding refusal(String className) {
    int release = release(className);
    int running = Runtime.version().feature();
    if (release <= running) {
      return null;
    }
    return new Finding(
        Rule.NEWER_CLASS_FILE,
        ("%s the class file is for Java %d, but Java %d is running; run Maven with a JDK %d or"
                + " later")
            .formatted(Rule.NEWER_CLASS_FILE.code(), release, running, release),
        className,
        null,
        "");
  }

  /** Returns the Java release the class is compiled for, 0 if it is not in a directory. */
  private int release(String className) {
    for (Path output : outputs) {
      Path file = output.resolve(className.replace('.', '/') + ".class");
      if (Files.isRegularFile(file)) {
        try (InputStream in = Files.newInputStream(file);
            DataInputStream data = new DataInputStream(in)) {
          boolean isClass = data.readInt() == MAGIC;
          data.readUnsignedShort(); // the minor version
          return isClass ? data.readUnsignedShort() - BASE : 0; // if not, javac will say so
        } catch (IOException e) {
          return 0; // javac will say what is wrong with it
        }
      }
    }
    return 0;
  }
}
