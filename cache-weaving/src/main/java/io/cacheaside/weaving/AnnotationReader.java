package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads our annotations out of a {@code RuntimeVisibleAnnotations} attribute. */
final class AnnotationReader {
  private static final String CACHE_ASIDE = "Lio/cacheaside/annotation/CacheAside;";
  private static final String INVALIDATE = "Lio/cacheaside/annotation/Invalidate;";
  private static final String INVALIDATIONS = "Lio/cacheaside/annotation/Invalidations;";

  /** What the constants of every annotated class contain. */
  static final List<byte[]> DESCRIPTORS =
      List.of(ascii(CACHE_ASIDE), ascii(INVALIDATE), ascii(INVALIDATIONS));

  static final List<byte[]> CACHE_KEY = List.of(ascii("Lio/cacheaside/annotation/CacheKey;"));

  private static final String CACHE_REGION = "Lio/cacheaside/annotation/CacheRegion;";
  private static final int MAX_DEPTH = 64;

  private final ConstantPool constants;
  private final List<CacheAnnotation> found = new ArrayList<>();
  private RegionOfType defaults = RegionOfType.NONE;

  private AnnotationReader(ConstantPool constants) {
    this.constants = constants;
  }

  /** Reads the attribute's content from {@code bytes}; empty if none of the annotations is ours. */
  static List<CacheAnnotation> read(ClassBytes bytes, ConstantPool constants)
      throws ClassFileException {
    AnnotationReader reader = new AnnotationReader(constants);
    reader.attribute(bytes);
    return reader.found;
  }

  /** Reads the attribute of a type: what it says for methods, which may be nothing. */
  static RegionOfType readType(ClassBytes bytes, ConstantPool constants) throws ClassFileException {
    AnnotationReader reader = new AnnotationReader(constants);
    reader.attribute(bytes);
    return reader.defaults;
  }

  private void attribute(ClassBytes bytes) throws ClassFileException {
    for (int count = bytes.u2(); count > 0; count--) {
      annotation(bytes, 0, true);
    }
  }

  /**
   * Reads one annotation.
   *
   * @param isOwn whether it stands on the method; an annotation that is the value of another does
   *     not, unless that is the container of repeated ones
   */
  private void annotation(ClassBytes bytes, int depth, boolean isOwn) throws ClassFileException {
    String type = constants.text(bytes.u2());
    boolean isContainer = isOwn && type.equals(INVALIDATIONS);
    Map<String, List<String>> values = new HashMap<>();
    for (int count = bytes.u2(); count > 0; count--) {
      String name = constants.text(bytes.u2());
      List<String> texts = new ArrayList<>();
      value(bytes, texts, depth + 1, isContainer);
      values.put(name, texts);
    }
    if (isOwn && type.equals(CACHE_ASIDE)) {
      found.add(annotation(Kind.CACHE_ASIDE, values));
    } else if (isOwn && type.equals(INVALIDATE)) {
      found.add(annotation(Kind.INVALIDATE, values));
    } else if (isOwn && type.equals(CACHE_REGION)) {
      defaults = new RegionOfType(single(values, "value"), single(values, "ttl"));
    }
  }

  /** Passes over a value of any kind; collects texts, and the annotations inside of containers. */
  private void value(ClassBytes bytes, List<String> texts, int depth, boolean inContainer)
      throws ClassFileException {
    if (depth > MAX_DEPTH) {
      throw bytes.refused("an annotation's value is nested more than " + MAX_DEPTH + " times");
    }
    int tag = bytes.u1();
    switch (tag) {
      case 's' -> texts.add(constants.text(bytes.u2()));
      case 'B', 'C', 'D', 'F', 'I', 'J', 'S', 'Z', 'c' -> bytes.skip(2);
      case 'e' -> bytes.skip(4);
      case '@' -> annotation(bytes, depth, inContainer);
      case '[' -> {
        for (int count = bytes.u2(); count > 0; count--) {
          value(bytes, texts, depth + 1, inContainer);
        }
      }
      default -> throw bytes.refused("an annotation's value has the unknown tag " + tag);
    }
  }

  private static CacheAnnotation annotation(Kind kind, Map<String, List<String>> values) {
    return new CacheAnnotation(
        kind,
        values.getOrDefault("key", List.of()),
        single(values, "ttl"),
        single(values, "negativeTtl"),
        single(values, "region"));
  }

  private static String single(Map<String, List<String>> values, String name) {
    List<String> texts = values.getOrDefault(name, List.of());
    return texts.isEmpty() ? "" : texts.get(0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
