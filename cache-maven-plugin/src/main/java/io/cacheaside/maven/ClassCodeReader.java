package io.cacheaside.maven;

import aj.org.objectweb.asm.AnnotationVisitor;
import aj.org.objectweb.asm.ClassVisitor;
import aj.org.objectweb.asm.FieldVisitor;
import aj.org.objectweb.asm.MethodVisitor;
import aj.org.objectweb.asm.Opcodes;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills a {@link ClassCode}. */
final class ClassCodeReader extends ClassVisitor {
  private @Nullable ClassCode code;

  ClassCodeReader() {
    super(Opcodes.ASM9);
  }

  ClassCode result() {
    return Objects.requireNonNull(code);
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String[] interfaces) {
    code = new ClassCode(name, access, superName);
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    result().annotations.add(simpleName(descriptor));
    return null;
  }

  @Override
  public FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    Set<String> annotations = new LinkedHashSet<>();
    result()
        .fields
        .put(
            name,
            new ClassCode.Field(access, name, descriptor, signature, value != null, annotations));
    return new FieldVisitor(Opcodes.ASM9) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        annotations.add(simpleName(annotation));
        return null;
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, @Nullable String signature, String[] exceptions) {
    ClassCode.Method method = new ClassCode.Method(access, name, descriptor);
    result().methods.put(name + descriptor, method);
    return new MethodCodeReader(result().name, method);
  }

  /** Returns {@code Value} for {@code Lorg/example/Value;}. */
  static String simpleName(String descriptor) {
    int start = Math.max(descriptor.lastIndexOf('/'), descriptor.lastIndexOf('$'));
    return descriptor.substring(Math.max(start, 0) + 1, descriptor.length() - 1);
  }
}
