package io.cacheaside.engine.plan;

import io.cacheaside.key.Names;
import io.cacheaside.weaving.Resource;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warnings that the source silences, or a setting of the Maven plugin, which class files do not
 * keep: the annotation processor, or the plugin, has listed them beside the classes.
 */
final class SilencedWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(SilencedWarnings.class);

  private SilencedWarnings() {}

  /** Returns whether a warning is silenced on a method; reads files. */
  static boolean isSilenced(String code, Method method) {
    Class<?> type = method.getDeclaringClass();
    String descriptor =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .toMethodDescriptorString();
    Set<String> silences = Set.of(code + "@" + method.getName() + descriptor, code + "@*");
    ClassLoader loader = type.getClassLoader();
    try {
      for (URL index :
          Collections.list(
              loader == null
                  ? ClassLoader.getSystemResources(Names.CLASS_INDEX)
                  : loader.getResources(Names.CLASS_INDEX))) {
        if (new String(Resource.read(index), StandardCharsets.UTF_8)
            .lines()
            .map(line -> Arrays.asList(line.strip().split(" ", -1)))
            .anyMatch(words -> isOf(words, type.getName(), silences))) {
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} cannot be read", Names.CLASS_INDEX, e);
    }
    return false;
  }

  private static boolean isOf(List<String> words, String type, Set<String> silences) {
    return words.get(0).equals(type) && !Collections.disjoint(words, silences);
  }
}
