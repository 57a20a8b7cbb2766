package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds annotated methods in class files and says which of them are woven. All methods may be
 * called from any thread; none keeps a file open.
 */
public final class ClassFileScan {
  private static final String SUFFIX = ".class";
  private static final String MODULE = "module-info.class";
  private static final int SYNTHETIC_IN_FIRST_BYTE = 0x10;

  private ClassFileScan() {}

  /**
   * Scans one class file.
   *
   * @param content the bytes of the file
   * @param file how messages name it
   * @return the class, or empty if it has no annotated methods
   * @throws ClassFileException if the bytes are not a class file
   */
  public static Optional<ScannedClass> scan(byte[] content, String file) throws ClassFileException {
    ClassFile classFile = ClassFile.readIfAnnotated(content, file);
    if (classFile == null) {
      return Optional.empty();
    }
    WeavingEvidence evidence = new WeavingEvidence(classFile);
    String className = binaryName(classFile.name());
    List<ScannedMethod> methods = new ArrayList<>();
    for (MethodEntry method : classFile.methods()) {
      if (!method.annotations().isEmpty() && !method.isBridge()) {
        methods.add(scanned(classFile, method, evidence));
      }
    }
    return methods.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ScannedClass(
                className, file, classFile.majorVersion(), classFile.sourceFile(), methods));
  }

  /**
   * Reads what a class file says about its class, annotated or not.
   *
   * @param content the bytes of the file
   * @param file how messages name it
   * @throws ClassFileException if the bytes are not a class file
   */
  public static ClassOutline outline(byte[] content, String file) throws ClassFileException {
    ClassFile classFile = ClassFile.read(content, file);
    WeavingEvidence evidence = new WeavingEvidence(classFile);
    Map<String, Integer> lines = new HashMap<>();
    for (MethodEntry method : classFile.methods()) {
      int line = evidence.find(method, EnumSet.of(Kind.CACHE_ASIDE)).line();
      lines.put(method.name() + method.descriptor(), line);
    }
    return new ClassOutline(
        binaryName(classFile.name()),
        classFile.supertypes().stream().map(ClassFileScan::binaryName).toList(),
        classFile.sourceFile(),
        classFile.hasCacheKey(),
        lines);
  }

  /**
   * Scans the class files below a directory.
   *
   * @throws ClassFileException if a file is not a class file; it is named by its whole path
   * @throws IOException if a file cannot be read
   */
  public static ScanResult scanDirectory(Path directory) throws IOException {
    List<ScannedClass> annotated = new ArrayList<>();
    List<Path> files = classFiles(directory);
    for (Path file : files) {
      String relative = directory.relativize(file).toString().replace('\\', '/');
      scan(Files.readAllBytes(file), file.toString())
          .ifPresent(found -> annotated.add(found.readAs(relative)));
    }
    return new ScanResult(files.size(), annotated);
  }

  /**
   * Scans the class files of a jar; jars inside of it are not opened.
   *
   * @throws ClassFileException if an entry is not a class file; it is named {@code jar!/entry}
   * @throws IOException if the jar cannot be read
   */
  public static ScanResult scanJar(Path jar) throws IOException {
    List<ScannedClass> annotated = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && isClassFile(entry.getName()))
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : entries) {
        byte[] content;
        try (InputStream in = zip.getInputStream(entry)) {
          content = in.readAllBytes();
        }
        scan(content, jar + "!/" + entry.getName())
            .ifPresent(found -> annotated.add(found.readAs(entry.getName())));
      }
      return new ScanResult(entries.size(), annotated);
    }
  }

  /**
   * Returns a copy of a class file in which the bodies that ajc moved are not synthetic: tools that
   * leave out what no one has written, such as JaCoCo, then see them.
   *
   * @param content the bytes of the file
   * @param file how messages name it
   * @throws ClassFileException if the bytes are not a class file
   */
  public static byte[] withVisibleBodies(byte[] content, String file) throws ClassFileException {
    byte[] copy = content.clone();
    ClassFile classFile = ClassFile.readIfAnnotated(content, file);
    if (classFile != null) {
      for (MethodEntry method : classFile.methods()) {
        if (method.isSynthetic() && method.isMovedBody()) {
          copy[method.flagsAt()] &= ~SYNTHETIC_IN_FIRST_BYTE;
        }
      }
    }
    return copy;
  }

  private static ScannedMethod scanned(
      ClassFile classFile, MethodEntry method, WeavingEvidence evidence) throws ClassFileException {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    method.annotations().forEach(annotation -> kinds.add(annotation.kind()));
    WeavingEvidence.Finding finding = evidence.find(method, kinds);
    return new ScannedMethod(
        binaryName(classFile.name()),
        method.name(),
        method.descriptor(),
        method.isAbstract(),
        method.isAbstract() && classFile.isInterface(),
        method.isNative(),
        finding.line(),
        method.parameterNames(),
        method.annotations(),
        finding.woven());
  }

  private static List<Path> classFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> isClassFile(file.getFileName().toString()) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String binaryName(String internalName) {
    return internalName.replace('/', '.');
  }

  private static boolean isClassFile(String name) {
    return name.endsWith(SUFFIX) && !name.equals(MODULE) && !name.endsWith("/" + MODULE);
  }
}
