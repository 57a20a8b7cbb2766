package io.cacheaside.aspect;

import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.AnnotatedMethod;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code @Invalidate} method that the calling thread runs, by its stack: where the class of the
 * method has not begun to initialize, woven code has nothing yet that says it. Slow.
 */
final class RunningMethod {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private RunningMethod() {}

  /** Returns the innermost one, or null if there is none. */
  static @Nullable AnnotatedMethod find() {
    return STACK
        .walk(
            frames -> frames.map(RunningMethod::invalidating).flatMap(Optional::stream).findFirst())
        .orElse(null);
  }

  private static Optional<AnnotatedMethod> invalidating(StackFrame frame) {
    if (frame.getMethodName().startsWith("<")) {
      return Optional.empty();
    }
    try {
      Method method =
          frame
              .getDeclaringClass()
              .getDeclaredMethod(frame.getMethodName(), frame.getMethodType().parameterArray());
      return method.getAnnotationsByType(Invalidate.class).length > 0
          ? Optional.of(annotated(method))
          : Optional.empty();
    } catch (NoSuchMethodException | LinkageError e) {
      return Optional.empty(); // a frame of generated code, or of another class that is incomplete
    }
  }

  /** Without {@code -parameters} the names are in what AspectJ made of the debug information. */
  private static AnnotatedMethod annotated(Method method) {
    Parameter[] parameters = method.getParameters();
    return Arrays.stream(parameters).allMatch(Parameter::isNamePresent)
        ? new AnnotatedMethod(method, Arrays.stream(parameters).map(Parameter::getName).toList())
        : AnnotatedMethod.withoutNames(method);
  }
}
