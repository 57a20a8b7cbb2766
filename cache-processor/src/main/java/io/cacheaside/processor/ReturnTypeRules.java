package io.cacheaside.processor;

import io.cacheaside.key.KeyAdvice;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** The rules for what an annotated method returns: CA121 to CA128. */
final class ReturnTypeRules {
  private static final String ASYNCHRONOUS = "is asynchronous, which is not supported yet";
  private static final Set<String> PUBLISHERS =
      Set.of(
          "org.reactivestreams.Publisher",
          "java.util.concurrent.Flow.Publisher",
          "kotlinx.coroutines.Job", // Deferred is one
          "kotlinx.coroutines.flow.Flow");
  private static final Set<String> FUTURES =
      Set.of("java.util.concurrent.CompletionStage", "java.util.concurrent.Future");

  /** In the order in which they are asked: the first that fits speaks. */
  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal("java.util.stream.BaseStream", readOnce("List")),
          new Refusal("java.util.Iterator", readOnce("List")),
          new Refusal("java.util.Enumeration", readOnce("List")),
          new Refusal(
              "kotlin.sequences.Sequence", "computes its elements when it is read; return a List"),
          new Refusal("java.io.InputStream", readOnce("byte[]")),
          new Refusal("java.io.Reader", readOnce("String")),
          new Refusal("java.util.concurrent.CompletionStage", ASYNCHRONOUS),
          new Refusal("java.util.concurrent.Future", ASYNCHRONOUS),
          new Refusal(
              "java.lang.AutoCloseable",
              "holds a resource that cannot be cached; return its data"));

  private final TypeFacts facts;
  private final Findings findings;

  ReturnTypeRules(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  private record Refusal(String className, String reason) {
    Rule rule() {
      return reason.equals(ASYNCHRONOUS) ? Rule.ASYNCHRONOUS_READ : Rule.ONE_SHOT_RESULT;
    }
  }

  private static String readOnce(String instead) {
    return "is consumed by its first reader; return a " + instead;
  }

  void checkCacheAside(MethodUnderCheck method, Usage usage) {
    TypeMirror type = method.element().getReturnType();
    if (type.getKind() == TypeKind.VOID || TypeFacts.isNamed(type, "java.lang.Void")) {
      String text = "@CacheAside on a method that returns nothing; there is nothing to cache";
      findings.add(Problem.at(Rule.NOTHING_TO_CACHE, method.element(), usage, text));
    } else if (!isRefused(method, usage, type)) {
      checkCodec(method, usage, type);
    }
  }

  /** CA122 and CA123. */
  private boolean isRefused(MethodUnderCheck method, Usage usage, TypeMirror type) {
    for (Refusal refusal : REFUSALS) {
      if (facts.isSubtype(type, refusal.className())) {
        refuse(method, usage, refusal);
        return true;
      }
    }
    if (isPublisher(type)) {
      refuse(method, usage, new Refusal("", ASYNCHRONOUS));
      return true;
    }
    return false;
  }

  private void refuse(MethodUnderCheck method, Usage usage, Refusal refusal) {
    findings.add(
        Problem.at(
            refusal.rule(),
            method.element(),
            usage,
            "@CacheAside cannot cache the return type %s: it %s"
                .formatted(erasedName(method), refusal.reason())));
  }

  private String erasedName(MethodUnderCheck method) {
    return facts.name(facts.erasure(method.element().getReturnType()));
  }

  /** CA125, CA127 and CA128. */
  private void checkCodec(MethodUnderCheck method, Usage usage, TypeMirror type) {
    CodecTypes.Refusal refusal = CodecTypes.refusal(facts, type);
    if (refusal != null && isAnyOfKotlin(method, type)) {
      findings.add(
          Problem.at(
              Rule.NOT_ENCODABLE,
              method.element(),
              usage,
              "@CacheAside on a function whose result is a Result, or another value class of Any: it"
                  + " may hold any class; return the value itself, and throw what went wrong"));
    } else if (refusal != null) {
      TypeParameterElement variable = ReceiverRule.classVariable(type, Set.of());
      String text = refusal.text();
      if (variable != null && refusal.rule() == Rule.NOT_ENCODABLE) {
        text += KeyAdvice.forVariable(variable.getSimpleName().toString());
      }
      findings.add(Problem.at(refusal.rule(), method.element(), usage, "@CacheAside " + text));
    }
  }

  /** The names of functions get a hash if their result is a value class. */
  private boolean isAnyOfKotlin(MethodUnderCheck method, TypeMirror type) {
    return method.element().getSimpleName().toString().indexOf('-') > 0
        && facts.types().isSameType(type, facts.object());
  }

  /** CA126. */
  void checkInvalidate(MethodUnderCheck method, Usage usage) {
    TypeMirror type = method.element().getReturnType();
    if (FUTURES.stream().anyMatch(future -> facts.isSubtype(type, future)) || isPublisher(type)) {
      findings.add(
          Problem.at(
              Rule.ASYNCHRONOUS_WRITE,
              method.element(),
              usage,
              ("@Invalidate on a method that returns %s: it returns before its work is done, so the"
                      + " keys would be removed too early; wait for the result in the method, or"
                      + " annotate the method that writes")
                  .formatted(erasedName(method))));
    }
  }

  private boolean isPublisher(TypeMirror type) {
    TypeMirror raw = facts.erasure(type);
    if (raw.getKind() != TypeKind.DECLARED) {
      return false;
    }
    for (TypeElement each : TypeFacts.hierarchy(TypeFacts.element(raw))) {
      if (PUBLISHERS.contains(each.getQualifiedName().toString())) {
        return true;
      }
    }
    return false;
  }
}
