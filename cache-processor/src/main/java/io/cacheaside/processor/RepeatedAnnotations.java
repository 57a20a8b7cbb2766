package io.cacheaside.processor;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import io.cacheaside.annotation.Invalidate;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The places of repeated {@code @Invalidate}. javac wraps them in a container that stands nowhere
 * in the source, so its messager cannot find what is in it; the syntax tree can.
 */
final class RepeatedAnnotations {
  private static final List<String> OTHERS = List.of("region", "when");

  private final @Nullable Trees trees;

  RepeatedAnnotations(ProcessingEnvironment environment) {
    trees = trees(environment);
  }

  /** Other compilers, and tools that wrap javac's environment, have no trees to give. */
  static @Nullable Trees trees(ProcessingEnvironment environment) {
    try {
      return Trees.instance(environment);
    } catch (IllegalArgumentException | LinkageError e) {
      return null;
    }
  }

  /** Reports a problem, unless it is not in a repeated annotation; returns whether it did. */
  boolean report(Diagnostic.Kind kind, Problem problem) {
    TreePath path = trees == null ? null : trees.getPath(problem.element());
    if (trees == null || path == null || !(path.getLeaf() instanceof MethodTree method)) {
      return false;
    }
    List<Usage> usages =
        Usage.on(problem.element()).stream()
            .filter(usage -> usage.kind() == Usage.Kind.INVALIDATE)
            .toList();
    List<AnnotationTree> written = written(trees, path, method);
    if (usages.size() < 2 || usages.size() != written.size()) {
      return false;
    }
    for (int i = 0; i < usages.size(); i++) {
      if (usages.get(i).mirror() == problem.annotation()) {
        Tree place = place(written.get(i), usages.get(i), problem);
        trees.printMessage(kind, problem.message(), place, path.getCompilationUnit());
        return true;
      }
    }
    return false;
  }

  private static List<AnnotationTree> written(Trees trees, TreePath path, MethodTree method) {
    List<AnnotationTree> found = new ArrayList<>();
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      TreePath type = new TreePath(new TreePath(path, annotation), annotation.getAnnotationType());
      Element element = trees.getElement(type);
      if (element instanceof TypeElement known
          && known.getQualifiedName().contentEquals(Invalidate.class.getName())) {
        found.add(annotation);
      }
    }
    return found;
  }

  private static Tree place(AnnotationTree annotation, Usage usage, Problem problem) {
    List<Usage.Text> keys = usage.keys();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).value() == problem.value()) {
        ExpressionTree key = argument(annotation, "key");
        return key instanceof NewArrayTree array
            ? array.getInitializers().get(i)
            : orElse(key, annotation);
      }
    }
    for (String name : OTHERS) {
      Usage.Text text = usage.text(name);
      if (text != null && text.value() == problem.value()) {
        return orElse(argument(annotation, name), annotation);
      }
    }
    return annotation;
  }

  private static Tree orElse(@Nullable Tree tree, Tree other) {
    return tree == null ? other : tree;
  }

  private static @Nullable ExpressionTree argument(AnnotationTree annotation, String name) {
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree assignment
          && assignment.getVariable().toString().equals(name)) {
        return assignment.getExpression();
      }
    }
    return null;
  }
}
