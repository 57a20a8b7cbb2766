package io.cacheaside.maven;

import aj.org.objectweb.asm.ClassReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a class file's code does with the fields of its own objects. */
final class ClassCode {
  final String name;
  final int access;
  final @Nullable String superclass;

  /** The simple names of the annotations of the class. */
  final Set<String> annotations = new LinkedHashSet<>();

  /** The fields that it declares, by name. */
  final Map<String, Field> fields = new LinkedHashMap<>();

  /** The methods and constructors that it declares, by name and descriptor: {@code find(J)V}. */
  final Map<String, Method> methods = new LinkedHashMap<>();

  ClassCode(String name, int access, @Nullable String superclass) {
    this.name = name;
    this.access = access;
    this.superclass = superclass;
  }

  /**
   * Reads a class file.
   *
   * @throws RuntimeException of some kind if it is damaged, or newer than the library reads
   */
  static ClassCode read(byte[] classFile) {
    ClassCodeReader reader = new ClassCodeReader();
    // all frames in full: they are read without the ones before them
    new ClassReader(classFile).accept(reader, ClassReader.EXPAND_FRAMES);
    return reader.result();
  }

  boolean has(int flag) {
    return (access & flag) != 0;
  }

  /**
   * A field.
   *
   * @param signature its type with type arguments, null if it has none
   * @param isConstant whether the class file gives its value
   * @param annotations their simple names
   */
  record Field(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      boolean isConstant,
      Set<String> annotations) {

    boolean has(int flag) {
      return (access & flag) != 0;
    }
  }

  /** A method or constructor. */
  static final class Method {
    final int access;
    final String name;
    final String descriptor;
    final Set<String> annotations = new LinkedHashSet<>();

    /** The names of the fields of {@code this} that it reads. */
    final Set<String> reads = new LinkedHashSet<>();

    /** What it calls on {@code this}, or hands {@code this} to. */
    final Set<Call> calls = new LinkedHashSet<>();

    final List<Write> writes = new ArrayList<>();

    /** How many objects of its own class it makes. */
    int creations;

    /** Whether it is a constructor that calls another one of its class. */
    boolean delegates;

    Method(int access, String name, String descriptor) {
      this.access = access;
      this.name = name;
      this.descriptor = descriptor;
    }

    boolean has(int flag) {
      return (access & flag) != 0;
    }

    boolean isConstructor() {
      return name.equals("<init>");
    }
  }

  /**
   * A call on {@code this}.
   *
   * @param owner the internal name of the class that the code names
   * @param method name and descriptor
   * @param isVirtual whether a subclass may have another method in its place
   */
  record Call(String owner, String method, boolean isVirtual) {}

  /**
   * An assignment to a field of the class.
   *
   * @param constant what is always assigned, null if that is not known
   * @param isInjected whether it is a parameter that a container fills
   */
  record Write(String field, @Nullable Object constant, boolean isInjected) {}
}
