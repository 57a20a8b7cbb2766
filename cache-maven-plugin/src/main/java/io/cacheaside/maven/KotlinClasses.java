package io.cacheaside.maven;

import aj.org.objectweb.asm.AnnotationVisitor;
import aj.org.objectweb.asm.ClassReader;
import aj.org.objectweb.asm.ClassVisitor;
import aj.org.objectweb.asm.ClassWriter;
import aj.org.objectweb.asm.MethodVisitor;
import aj.org.objectweb.asm.Opcodes;
import aj.org.objectweb.asm.Type;
import io.cacheaside.processor.CheckedMethod;
import io.cacheaside.processor.Finding;
import io.cacheaside.processor.Rule;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Kotlin's compiler has made of annotated functions.
 *
 * <p>It copies annotations: to the overloads of {@code @JvmOverloads}, to the static method that
 * {@code @JvmStatic} adds, to {@code DefaultImpls}, to the methods of a delegating class and to
 * those of a file in several parts. Each of them calls the function that was written, so our
 * annotations stay on that alone.
 */
final class KotlinClasses {
  private static final String METADATA = "Lkotlin/Metadata;";

  private KotlinClasses() {}

  /**
   * Takes our annotations off the methods that the compiler has made.
   *
   * @return whether a class file has changed
   */
  static boolean dropCopies(ModuleOutput output, ScanResult found) throws IOException {
    boolean changed = false;
    for (ScannedClass each : found.annotated()) {
      Path file = output.classes().resolve(each.file());
      byte[] content = Files.readAllBytes(file);
      Set<String> copies = copies(content);
      if (!copies.isEmpty()) {
        FileTime compiled = Files.getLastModifiedTime(file);
        Files.write(file, without(content, copies));
        Files.setLastModifiedTime(file, compiled); // else all that depends on it is compiled again
        changed = true;
      }
    }
    return changed;
  }

  /** Returns whether a method is one that the compiler has made to call the one that is meant. */
  static boolean isCopy(ModuleOutput output, CheckedMethod method) throws IOException {
    Path file = output.classes().resolve(Proof.file(method.className()));
    String signature = method.name() + method.descriptor();
    return Files.isRegularFile(file)
        && functions(Files.readAllBytes(file)).stream()
            .filter(function -> (function.name + function.descriptor).equals(signature))
            .anyMatch(KotlinFunction::isCopy);
  }

  private static Set<String> copies(byte[] classFile) {
    return functions(classFile).stream()
        .filter(function -> function.isAnnotated() && function.isCopy())
        .map(function -> function.name + function.descriptor)
        .collect(Collectors.toSet());
  }

  /** Returns one finding for each annotation on an inline function. */
  static List<Finding> inlineFunctions(ModuleOutput output, ScanResult found) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (ScannedClass each : found.annotated()) {
      Set<String> inline =
          functions(Files.readAllBytes(output.classes().resolve(each.file()))).stream()
              .filter(KotlinFunction::isInline)
              .map(function -> function.name + function.descriptor)
              .collect(Collectors.toSet());
      for (ScannedMethod method : each.methods()) {
        if (inline.contains(method.name() + method.descriptor())) {
          method.kinds().forEach(kind -> findings.add(finding(method, kind.toString())));
        }
      }
    }
    return findings;
  }

  private static Finding finding(ScannedMethod method, String annotation) {
    return new Finding(
        Rule.INLINE_FUNCTION,
        Rule.INLINE_FUNCTION.code()
            + " "
            + annotation
            + " on an inline function: Kotlin copies its body to where it is called, past the"
            + " cache; remove inline, or put it on a function that this one calls",
        method.className(),
        new CheckedMethod(
            method.className(),
            method.name(),
            Arrays.stream(Type.getArgumentTypes(method.descriptor()))
                .map(type -> type.getClassName().replaceFirst(".*[.$]", ""))
                .toList(),
            method.descriptor()),
        "");
  }

  /** Returns what a class file of Kotlin has; nothing if it is another's, or cannot be read. */
  private static List<KotlinFunction> functions(byte[] classFile) {
    List<KotlinFunction> functions = new ArrayList<>();
    Set<String> annotations = new HashSet<>();
    try {
      new ClassReader(classFile)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                private String owner = "";

                @Override
                public void visit(
                    int version,
                    int access,
                    String name,
                    @Nullable String signature,
                    @Nullable String superName,
                    String[] interfaces) {
                  owner = name;
                }

                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
                  annotations.add(type);
                  return null;
                }

                @Override
                public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String[] exceptions) {
                  functions.add(new KotlinFunction(owner, access, name, descriptor));
                  return functions.get(functions.size() - 1);
                }
              },
              ClassReader.SKIP_FRAMES);
    } catch (RuntimeException e) { // the library's way to say that it cannot read a class file
      return List.of();
    }
    return annotations.contains(METADATA) ? functions : List.of();
  }

  private static byte[] without(byte[] classFile, Set<String> copies) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String[] exceptions) {
                MethodVisitor method =
                    super.visitMethod(access, name, descriptor, signature, exceptions);
                return copies.contains(name + descriptor) ? withoutOurs(method) : method;
              }
            },
            0);
    return writer.toByteArray();
  }

  private static MethodVisitor withoutOurs(MethodVisitor method) {
    return new MethodVisitor(Opcodes.ASM9, method) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
        return KotlinFunction.isOurs(type) ? null : super.visitAnnotation(type, visible);
      }
    };
  }
}
