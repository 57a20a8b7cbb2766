package io.cacheaside.weaving;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.function.Consumer;

/**
 * Goes through directories of class files, up to a number of files over all of them. What cannot be
 * read is noted and left out.
 */
final class ClassFileWalk extends SimpleFileVisitor<Path> {
  /** Takes the content of a class file, its name, and the directory it was found in. */
  interface Visitor {
    void visit(byte[] content, String file, String directory);
  }

  private final int maxFiles;
  private final Visitor visitor;
  private final Consumer<String> unreadable;
  private int files;
  private Path root = Path.of("");

  ClassFileWalk(int maxFiles, Visitor visitor, Consumer<String> unreadable) {
    this.maxFiles = maxFiles;
    this.visitor = visitor;
    this.unreadable = unreadable;
  }

  void walk(Path directory) {
    root = directory;
    try {
      Files.walkFileTree(
          directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
    } catch (IOException | RuntimeException e) {
      unreadable.accept(directory + ": " + e);
    }
  }

  /** Below META-INF there are other versions of classes, which are not loaded from directories. */
  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return directory.equals(root.resolve("META-INF"))
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    files++;
    if (files > maxFiles) {
      if (files == maxFiles + 1) {
        unreadable.accept(root + ": there are more than " + maxFiles + " files; not all are read");
      }
      return FileVisitResult.TERMINATE;
    }
    if (attributes.isRegularFile() && file.getFileName().toString().endsWith(".class")) {
      try {
        visitor.visit(Files.readAllBytes(file), file.toString(), root.toString());
      } catch (IOException | RuntimeException e) {
        unreadable.accept(file + ": " + e);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    unreadable.accept(file + ": " + failure);
    return FileVisitResult.CONTINUE;
  }
}
