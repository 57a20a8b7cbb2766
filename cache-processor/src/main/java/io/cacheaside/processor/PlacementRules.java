package io.cacheaside.processor;

import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The rules for the methods that may be annotated: CA124, CA130 to CA132, CA134 and CA135. */
final class PlacementRules {
  /** Interfaces, or annotations of interfaces, that say who implements them. */
  private static final Map<String, String> MAKERS =
      Map.of(
          "org.springframework.data.repository.Repository", "Spring Data",
          "org.springframework.data.repository.RepositoryDefinition", "Spring Data",
          "org.springframework.cloud.openfeign.FeignClient", "OpenFeign",
          "org.springframework.web.service.annotation.HttpExchange", "Spring",
          "jakarta.data.repository.Repository", "Jakarta Data",
          "io.micronaut.data.annotation.Repository", "Micronaut",
          "io.micronaut.http.client.annotation.Client", "Micronaut",
          "org.eclipse.microprofile.rest.client.inject.RegisterRestClient", "the REST client",
          "org.apache.ibatis.annotations.Mapper", "MyBatis");

  /** Of the module that intercepts beans, and says at the start which it could not. */
  private static final String STARTER = "io.cacheaside.spring";

  private final TypeFacts facts;
  private final Findings findings;

  PlacementRules(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  void checkBody(MethodUnderCheck method, Usage usage) {
    if (isInDefaultImpls(method)) {
      findings.add(
          Problem.at(
              Rule.NO_BODY,
              method.element(),
              usage,
              usage.kind()
                  + " on a method of an interface does nothing: Kotlin has put its body into another"
                  + " class, DefaultImpls; compile with -jvm-default=no-compatibility"
                  + " (-Xjvm-default=all before Kotlin 2.2), or put it on a function of a class"));
    } else if (method.element().getModifiers().contains(Modifier.ABSTRACT)) {
      checkAbstract(method, usage);
    }
    if (method.element().getModifiers().contains(Modifier.NATIVE)) {
      findings.add(
          Problem.at(
              Rule.NATIVE_METHOD,
              method.element(),
              usage,
              usage.kind()
                  + " on a native method does nothing: it has no body to weave; put it on a method"
                  + " that calls it"));
    }
  }

  private void checkAbstract(MethodUnderCheck method, Usage usage) {
    if (!method.isInInterface()) {
      findings.add(
          Problem.at(
              Rule.NO_BODY,
              method.element(),
              usage,
              usage.kind()
                  + " on an abstract method does nothing: it has no body, and methods that implement"
                  + " it do not inherit annotations; put it on those"));
    } else if (!facts.hasPackage(STARTER)) {
      String maker = maker(method);
      findings.add(
          Problem.at(
              Rule.INTERFACE_METHOD,
              method.element(),
              usage,
              ("%s on a method of an interface has no body to weave%s: it acts on what"
                      + " CacheAsideRuntime.wrap(%s.class, ...) returns, or on beans if"
                      + " cache-spring-boot-starter is there; use one of them and suppress \"CA130\","
                      + " or put it on %s")
                  .formatted(
                      usage.kind(),
                      maker == null ? "" : ", as " + maker + " implements it at run time",
                      method.owner().getSimpleName(),
                      maker == null
                          ? "the methods that implement it, which do not inherit it"
                          : "a method of one of your own classes that calls this one")));
    }
  }

  private static boolean isInDefaultImpls(MethodUnderCheck method) {
    Name name = method.element().getSimpleName();
    return method.element().getModifiers().contains(Modifier.ABSTRACT)
        && TypeFacts.isKotlin(method.owner())
        && ElementFilter.typesIn(method.owner().getEnclosedElements()).stream()
            .filter(type -> type.getSimpleName().contentEquals("DefaultImpls"))
            .flatMap(type -> ElementFilter.methodsIn(type.getEnclosedElements()).stream())
            .anyMatch(body -> body.getSimpleName().equals(name));
  }

  /** Returns the library that implements the interface of a method, or null if none is known. */
  private static @Nullable String maker(MethodUnderCheck method) {
    for (TypeElement type : TypeFacts.knownHierarchy(method.owner())) {
      String maker = MAKERS.get(type.getQualifiedName().toString());
      for (AnnotationMirror annotation : type.getAnnotationMirrors()) {
        maker = maker == null ? MAKERS.get(annotation.getAnnotationType().toString()) : maker;
      }
      if (maker != null) {
        return maker;
      }
    }
    return null;
  }

  void checkSuspend(MethodUnderCheck method, Usage usage) {
    findings.add(
        Problem.at(
            Rule.SUSPEND_FUNCTION,
            method.element(),
            usage,
            usage.kind()
                + " on a suspend function: it returns before its work is done; put it on a function"
                + " without suspend that does the work"));
  }

  void checkSynchronized(MethodUnderCheck method, Usage usage) {
    if (method.element().getModifiers().contains(Modifier.SYNCHRONIZED)) {
      findings.add(
          Problem.at(
              Rule.SYNCHRONIZED_METHOD,
              method.element(),
              usage,
              "@CacheAside on a synchronized method: the cache is asked inside the lock, so hits"
                  + " wait for each other and for every load; remove synchronized, a key is loaded"
                  + " once at a time anyway"));
    }
  }

  private void checkRegion(MethodUnderCheck method, Usage cacheAside, Usage invalidate) {
    if (invalidate.isOfWholeRegion() && invalidate.region().equals(cacheAside.region())) {
      findings.add(
          Problem.at(
              Rule.SAME_KEY,
              method.element(),
              invalidate,
              ("@Invalidate clears the region \"%s\" of the @CacheAside on the same method: each"
                      + " call would remove what it has just cached; drop one of them")
                  .formatted(invalidate.region())));
    }
  }

  void checkSameKey(MethodUnderCheck method, Usage cacheAside) {
    List<Usage.Text> cached = cacheAside.keys();
    for (Usage invalidate : method.invalidates()) {
      checkRegion(method, cacheAside, invalidate);
      for (Usage.Text key : invalidate.keys()) {
        if (invalidate.region().equals(cacheAside.region())
            && cached.stream().anyMatch(each -> each.text().equals(key.text()))) {
          findings.add(
              Problem.at(
                  Rule.SAME_KEY,
                  method.element(),
                  invalidate,
                  key,
                  ("@CacheAside and @Invalidate have the same key \"%s\": each call would remove"
                          + " what it has just cached; drop one of them")
                      .formatted(key.text())));
        }
      }
    }
  }
}
