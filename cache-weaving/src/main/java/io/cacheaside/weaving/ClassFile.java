package io.cacheaside.weaving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a class file that tell about annotations and weaving. */
final class ClassFile {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int SHOWN = 100;
  private static final int INTERFACE = 0x0200;

  private final ClassBytes bytes;
  private final ConstantPool constants;
  private final int majorVersion;
  private final int flags;
  private final String name;
  private final List<String> supertypes = new ArrayList<>();
  private final List<MethodEntry> methods = new ArrayList<>();
  private @Nullable String sourceFile;

  private ClassFile(ClassBytes bytes, ConstantPool constants, int majorVersion)
      throws ClassFileException {
    this.bytes = bytes;
    this.constants = constants;
    this.majorVersion = majorVersion;
    this.flags = bytes.u2();
    this.name = constants.className(bytes.u2());
    int superclass = bytes.u2();
    if (superclass != 0) {
      supertypes.add(constants.className(superclass));
    }
    for (int interfaces = bytes.u2(); interfaces > 0; interfaces--) {
      supertypes.add(constants.className(bytes.u2()));
    }
  }

  /** Returns null, quickly, if no constant is the name of one of our annotations. */
  static @Nullable ClassFile readIfAnnotated(byte[] content, String file)
      throws ClassFileException {
    ClassFile classFile = begin(content, file);
    if (!classFile.constants.containsAny(AnnotationReader.DESCRIPTORS)) {
      return null;
    }
    classFile.readMembers();
    return classFile;
  }

  static ClassFile read(byte[] content, String file) throws ClassFileException {
    ClassFile classFile = begin(content, file);
    classFile.readMembers();
    return classFile;
  }

  /** Reads as far as the interfaces. */
  private static ClassFile begin(byte[] content, String file) throws ClassFileException {
    ClassBytes bytes = new ClassBytes(content, file);
    if (bytes.u4() != MAGIC) {
      throw bytes.refused("it does not begin with CAFEBABE");
    }
    bytes.skip(2); // minor version
    int majorVersion = bytes.u2();
    return new ClassFile(bytes, ConstantPool.read(bytes), majorVersion);
  }

  private void readMembers() throws ClassFileException {
    readFields();
    readMethods();
    readOwnAttributes();
  }

  boolean isInterface() {
    return (flags & INTERFACE) != 0;
  }

  int majorVersion() {
    return majorVersion;
  }

  /** Returns the internal name, for example {@code shop/Users$Cached}. */
  String name() {
    return name;
  }

  /** Returns the internal names of the superclass and the interfaces. */
  List<String> supertypes() {
    return supertypes;
  }

  boolean hasCacheKey() throws ClassFileException {
    return constants.containsAny(AnnotationReader.CACHE_KEY);
  }

  @Nullable String sourceFile() {
    return sourceFile;
  }

  List<MethodEntry> methods() {
    return methods;
  }

  boolean refersTo(String internalName) throws ClassFileException {
    return constants.refersTo(internalName);
  }

  private void readFields() throws ClassFileException {
    for (int count = bytes.u2(); count > 0; count--) {
      bytes.skip(6); // access flags, name, descriptor
      for (int attributes = bytes.u2(); attributes > 0; attributes--) {
        bytes.skip(2);
        bytes.skip(bytes.u4());
      }
    }
  }

  private void readMethods() throws ClassFileException {
    for (int count = bytes.u2(); count > 0; count--) {
      int flagsAt = bytes.position();
      int flags = bytes.u2();
      String methodName = constants.text(bytes.u2());
      String descriptor = constants.text(bytes.u2());
      if (!Descriptors.isMethod(descriptor)) {
        throw bytes.refused(
            "its method " + shown(methodName) + " has the descriptor " + shown(descriptor));
      }
      CodeFacts code = CodeFacts.NONE;
      List<CacheAnnotation> annotations = List.of();
      for (int attributes = bytes.u2(); attributes > 0; attributes--) {
        String attribute = constants.text(bytes.u2());
        int length = bytes.u4();
        ClassBytes content = bytes.at(bytes.position());
        bytes.skip(length);
        if (attribute.equals("Code")) {
          code = code(content);
        } else if (attribute.equals("RuntimeVisibleAnnotations")) {
          annotations = AnnotationReader.read(content, constants);
        }
      }
      methods.add(
          new MethodEntry(
              flagsAt, flags, methodName, descriptor, code.line, code.firstLocals, annotations));
    }
  }

  /** A text may have 65535 characters, more than a reader wants to see. */
  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /**
   * What the debug information says.
   *
   * @param line the smallest, or 0
   */
  private record CodeFacts(int line, Map<Integer, String> firstLocals) {
    static final CodeFacts NONE = new CodeFacts(0, Map.of());
  }

  private CodeFacts code(ClassBytes code) throws ClassFileException {
    code.skip(4); // stack, locals
    code.skip(code.u4());
    code.skipTable(8); // exception handlers
    int smallest = 0;
    Map<Integer, String> locals = new HashMap<>();
    for (int attributes = code.u2(); attributes > 0; attributes--) {
      String attribute = constants.text(code.u2());
      int length = code.u4();
      ClassBytes table = code.at(code.position());
      code.skip(length);
      if (attribute.equals("LineNumberTable")) {
        smallest = smallestLine(table, smallest);
      } else if (attribute.equals("LocalVariableTable")) {
        addFirstLocals(table, locals);
      }
    }
    return new CodeFacts(smallest, locals);
  }

  private static int smallestLine(ClassBytes table, int before) throws ClassFileException {
    int smallest = before;
    for (int rows = table.u2(); rows > 0; rows--) {
      table.skip(2);
      int line = table.u2();
      smallest = smallest == 0 ? line : Math.min(smallest, line);
    }
    return smallest;
  }

  private void addFirstLocals(ClassBytes table, Map<Integer, String> locals)
      throws ClassFileException {
    for (int rows = table.u2(); rows > 0; rows--) {
      int start = table.u2();
      table.skip(2); // length
      int localName = table.u2();
      table.skip(2); // descriptor
      int slot = table.u2();
      if (start == 0) {
        locals.put(slot, constants.text(localName));
      }
    }
  }

  private void readOwnAttributes() throws ClassFileException {
    for (int attributes = bytes.u2(); attributes > 0; attributes--) {
      String attribute = constants.text(bytes.u2());
      int length = bytes.u4();
      ClassBytes content = bytes.at(bytes.position());
      bytes.skip(length);
      if (attribute.equals("SourceFile")) {
        sourceFile = constants.text(content.u2());
      } else if (attribute.equals("RuntimeVisibleAnnotations")) {
        RegionOfType defaults = AnnotationReader.readType(content, constants);
        methods.replaceAll(method -> method.with(defaults));
      }
    }
  }
}
