package io.cacheaside.maven;

import aj.org.objectweb.asm.AnnotationVisitor;
import aj.org.objectweb.asm.Handle;
import aj.org.objectweb.asm.Label;
import aj.org.objectweb.asm.Opcodes;
import aj.org.objectweb.asm.Type;
import aj.org.objectweb.asm.commons.AnalyzerAdapter;
import io.cacheaside.maven.ClassCode.Call;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code this} through the code of one method. The adapter keeps the types of all values on
 * the stack; {@code this} gets a type of its own there, which no other value has.
 */
final class MethodCodeReader extends AnalyzerAdapter {
  private static final String THIS = "<this>";

  private final String owner;
  private final ClassCode.Method method;
  private final Set<Integer> injectedSlots = new HashSet<>();
  private final boolean hasThis;
  private int firstAnnotable;

  /** What the last instruction has pushed, null if it is no constant. */
  private @Nullable Object constant;

  /** The local variable that the last instruction has pushed, -1 if it was another one. */
  private int loaded = -1;

  private boolean duplicated;
  private boolean hasBranched;

  MethodCodeReader(String owner, ClassCode.Method method) {
    super(Opcodes.ASM9, owner, method.access, method.name, method.descriptor, null);
    this.owner = owner;
    this.method = method;
    // a weaver moves bodies into static methods that get the object as their first parameter
    hasThis = !method.has(Opcodes.ACC_STATIC) || method.descriptor.startsWith("(L" + owner + ";");
    markThis();
  }

  private void markThis() {
    if (hasThis && !method.isConstructor() && locals != null && !locals.isEmpty()) {
      locals.set(0, THIS);
    }
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    method.annotations.add(ClassCodeReader.simpleName(descriptor));
    return null;
  }

  @Override
  public void visitAnnotableParameterCount(int count, boolean visible) {
    firstAnnotable = Type.getArgumentTypes(method.descriptor).length - count;
  }

  @Override
  public @Nullable AnnotationVisitor visitParameterAnnotation(
      int parameter, String descriptor, boolean visible) {
    if (Injection.isBy(Set.of(ClassCodeReader.simpleName(descriptor)))) {
      Type[] types = Type.getArgumentTypes(method.descriptor);
      int slot = method.has(Opcodes.ACC_STATIC) ? 0 : 1;
      for (int i = 0; i < firstAnnotable + parameter; i++) {
        slot += types[i].getSize();
      }
      injectedSlots.add(slot);
    }
    return null;
  }

  @Override
  public void visitFrame(
      int type, int localCount, Object[] frameLocals, int stackCount, Object[] frameStack) {
    super.visitFrame(type, localCount, frameLocals, stackCount, frameStack);
    markThis();
    // where branches meet inside an expression, a value of this class is most likely its object
    if (hasThis && !method.isConstructor()) {
      stack.replaceAll(each -> owner.equals(each) ? THIS : each);
    }
    nothingPushed();
  }

  /** Whether the value that lies {@code depth} slots below the top of the stack is this object. */
  private boolean isThis(int depth) {
    return isAt(depth, THIS);
  }

  private void nothingPushed() {
    constant = null;
    loaded = -1;
    duplicated = false;
  }

  @Override
  public void visitFieldInsn(int opcode, String of, String name, String descriptor) {
    // x++ and x += 1 duplicate the object first: their values seldom go anywhere else
    if (opcode == Opcodes.GETFIELD && isThis(0) && !duplicated) {
      method.reads.add(name);
    } else if (opcode == Opcodes.PUTFIELD && of.equals(owner)) {
      boolean isInjected = Injection.isBy(method.annotations) || injectedSlots.contains(loaded);
      Object always = method.isConstructor() && !hasBranched ? constant : null;
      method.writes.add(new ClassCode.Write(name, always, isInjected));
    }
    super.visitFieldInsn(opcode, of, name, descriptor);
    nothingPushed();
  }

  @Override
  public void visitMethodInsn(
      int opcode, String of, String name, String descriptor, boolean isInterface) {
    int arguments = slots(descriptor);
    if (name.equals("<init>")) {
      method.delegates |=
          method.isConstructor() && of.equals(owner) && isAt(arguments, Opcodes.UNINITIALIZED_THIS);
    } else if (opcode == Opcodes.INVOKESTATIC ? isThis(arguments - 1) : isThis(arguments)) {
      method.calls.add(new Call(of, name + descriptor, opcode == Opcodes.INVOKEVIRTUAL));
    }
    super.visitMethodInsn(opcode, of, name, descriptor, isInterface);
    nothingPushed();
  }

  private boolean isAt(int depth, Object type) {
    int index = stack == null || depth < 0 ? -1 : stack.size() - 1 - depth;
    return index >= 0 && type.equals(stack.get(index));
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    if (isThis(slots(descriptor) - 1)) { // what a lambda captures comes first
      for (Object argument : arguments) {
        if (argument instanceof Handle handle && handle.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
          boolean isVirtual = handle.getTag() == Opcodes.H_INVOKEVIRTUAL;
          method.calls.add(
              new Call(handle.getOwner(), handle.getName() + handle.getDesc(), isVirtual));
        }
      }
    }
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    nothingPushed();
  }

  private static int slots(String descriptor) {
    // the object itself is counted, too
    return (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - 1;
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    if (opcode == Opcodes.NEW && type.equals(owner)) {
      method.creations++;
    }
    super.visitTypeInsn(opcode, type);
    nothingPushed();
  }

  @Override
  public void visitInsn(int opcode) {
    super.visitInsn(opcode);
    nothingPushed();
    duplicated = opcode == Opcodes.DUP;
    if (opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.DCONST_1) {
      constant = "instruction " + opcode;
    }
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    super.visitIntInsn(opcode, operand);
    nothingPushed();
    if (opcode != Opcodes.NEWARRAY) {
      constant = operand;
    }
  }

  @Override
  public void visitLdcInsn(Object value) {
    super.visitLdcInsn(value);
    nothingPushed();
    constant = value;
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    super.visitVarInsn(opcode, variable);
    nothingPushed();
    if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
      loaded = variable;
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    super.visitJumpInsn(opcode, label);
    nothingPushed();
    hasBranched = true;
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    super.visitTableSwitchInsn(min, max, otherwise, labels);
    hasBranched = true;
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    super.visitLookupSwitchInsn(otherwise, keys, labels);
    hasBranched = true;
  }
}
