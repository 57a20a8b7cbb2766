package io.cacheaside.aspect;

import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.key.Names;
import io.cacheaside.weaving.CacheAnnotation;
import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScannedMethod;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.TreeSet;
import org.aspectj.lang.reflect.MethodSignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A method that reflection does not show, because another one of its class mentions a class that is
 * missing. Its class file still says in which regions it invalidates.
 */
final class HiddenMethod {
  private static final Logger LOG = LoggerFactory.getLogger(HiddenMethod.class);

  private HiddenMethod() {}

  static CallSite site(MethodSignature signature, Throwable failure) {
    return new CallSite(
        signature.toString(),
        signature.getDeclaringTypeName(),
        signature.getName(),
        failure,
        regions(signature));
  }

  /** Returns the regions of its {@code @Invalidate}; none if they are not known. */
  private static Set<String> regions(MethodSignature signature) {
    Set<String> regions = new TreeSet<>();
    Class<?> type = signature.getDeclaringType();
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in != null) {
        String descriptor =
            MethodType.methodType(signature.getReturnType(), signature.getParameterTypes())
                .toMethodDescriptorString();
        ClassFileScan.scan(in.readAllBytes(), file).stream()
            .flatMap(found -> found.methods().stream())
            .filter(method -> method.name().equals(signature.getName()))
            .filter(method -> method.descriptor().equals(descriptor))
            .forEach(method -> addRegions(method, regions));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.debug("{} cannot be read", file, e);
    }
    return regions;
  }

  private static void addRegions(ScannedMethod method, Set<String> regions) {
    for (CacheAnnotation annotation : method.annotations()) {
      if (annotation.kind() == CacheAnnotation.Kind.INVALIDATE) {
        regions.add(annotation.region().isEmpty() ? Names.DEFAULT_REGION : annotation.region());
      }
    }
  }
}
