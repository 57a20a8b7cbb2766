package io.cacheaside.maven;

import aj.org.objectweb.asm.AnnotationVisitor;
import aj.org.objectweb.asm.Handle;
import aj.org.objectweb.asm.Label;
import aj.org.objectweb.asm.MethodVisitor;
import aj.org.objectweb.asm.Opcodes;
import aj.org.objectweb.asm.Type;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidations;
import io.cacheaside.key.KotlinNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a method in a class file of Kotlin tells about the function that was written. */
final class KotlinFunction extends MethodVisitor {
  private static final Set<String> OURS =
      Set.of(
          Type.getDescriptor(CacheAside.class),
          Type.getDescriptor(Invalidate.class),
          Type.getDescriptor(Invalidations.class));

  private static final String DEFAULT = "$default";
  private static final String OVERLOADS = "Lkotlin/jvm/JvmOverloads;";
  private static final String STATIC = "Lkotlin/jvm/JvmStatic;";
  private static final String CHECKS = "kotlin/jvm/internal/Intrinsics";

  /** The local variable with which the compiler marks the bodies of inline functions. */
  private static final String INLINE = "$i$f$";

  private final String owner;
  private final int access;
  final String name;
  final String descriptor;
  private final Set<String> annotations = new HashSet<>();
  private final List<Call> calls = new ArrayList<>();
  private boolean readsDelegate;
  private boolean doesMore;
  private boolean inline;

  KotlinFunction(String owner, int access, String name, String descriptor) {
    super(Opcodes.ASM9);
    this.owner = owner;
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
  }

  private record Call(String owner, String name, String descriptor) {}

  /** Returns whether our annotations stand on it. */
  boolean isAnnotated() {
    return annotations.stream().anyMatch(KotlinFunction::isOurs);
  }

  static boolean isOurs(String annotation) {
    return OURS.contains(annotation);
  }

  /** Returns whether its body is copied to where it is called. */
  boolean isInline() {
    return inline;
  }

  /**
   * Returns whether the compiler has made it, with the annotations of the function that it calls.
   */
  boolean isCopy() {
    return owner.endsWith("$DefaultImpls")
        || has(Opcodes.ACC_BRIDGE)
        || (!doesMore && calls.size() == 1 && isCopyOf(calls.get(0)));
  }

  private boolean isCopyOf(Call called) {
    if (annotations.contains(OVERLOADS) && called.name.endsWith(DEFAULT)) {
      String full = called.name.substring(0, called.name.length() - DEFAULT.length());
      return called.owner.equals(owner) && written(full).equals(written(name));
    }
    boolean sameSignature = called.name.equals(name) && called.descriptor.equals(descriptor);
    boolean inCompanion = annotations.contains(STATIC) && called.owner.startsWith(owner + "$");
    boolean inPartOfFile = called.owner.startsWith(owner + "__");
    return sameSignature && (has(Opcodes.ACC_STATIC) ? inCompanion || inPartOfFile : readsDelegate);
  }

  private static String written(String name) {
    return KotlinNames.ofMethod(name, true);
  }

  private boolean has(int flag) {
    return (access & flag) != 0;
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
    annotations.add(annotation);
    return null;
  }

  @Override
  public void visitLocalVariable(
      String variable, String type, @Nullable String signature, Label start, Label end, int index) {
    int parameters = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    int first = has(Opcodes.ACC_STATIC) ? parameters - 1 : parameters;
    inline |= index == first && variable.equals(INLINE + name);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String of, String called, String type, boolean isInterface) {
    if (!of.equals(CHECKS)) {
      calls.add(new Call(of, called, type));
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String of, String field, String type) {
    readsDelegate |= field.startsWith("$$delegate_");
    doesMore |= opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    doesMore |= opcode >= Opcodes.ISTORE;
  }

  @Override
  public void visitInsn(int opcode) {
    boolean isReturn = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    doesMore |= opcode > Opcodes.DCONST_1 && !isReturn;
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    doesMore = true;
  }

  @Override
  public void visitIincInsn(int variable, int increment) {
    doesMore = true;
  }

  @Override
  public void visitInvokeDynamicInsn(
      String called, String type, Handle bootstrap, Object... arguments) {
    doesMore = true;
  }
}
