package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Javac;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of AspectJ's own plugin is told. */
class ChecksTest {
  private static final String HEAD =
      """
      import io.cacheaside.annotation.*; import java.io.*; import java.util.*;
      import java.util.concurrent.*; import java.util.stream.*; import java.util.function.*;
      class Case {
      """;

  private static final String CACHED = "@CacheAside(key = \"k\", ttl = \"1m\") ";

  private static final String STREAM =
      "CA122 @CacheAside cannot cache a stream: it is consumed by its first reader; return a List";
  private static final String ITERATOR =
      "CA122 @CacheAside cannot cache an Iterator: it is consumed by its first reader; return a"
          + " List";
  private static final String CLOSEABLE =
      "CA122 @CacheAside cannot cache an AutoCloseable: it holds a resource that cannot be cached;"
          + " return its data";
  private static final String FUTURE =
      "CA123 @CacheAside cannot cache a future or publisher: it is asynchronous, which is not"
          + " supported yet";
  private static final String LATE =
      "CA126 @Invalidate on an asynchronous method: it returns before its work is done, so the keys"
          + " would be removed too early; wait for the result in the method, or annotate the method"
          + " that writes";

  @TempDir private Path folder;

  private List<String> weave(String members) throws IOException {
    return weave(Map.of("Case.java", HEAD + members + "\n}\n"));
  }

  private List<String> weave(Map<String, String> sources) throws IOException {
    Path classes = folder.resolve("classes");
    Javac.compile(sources, classes, Ajc.classPath());
    return Ajc.weave(classes, folder.resolve("woven"), Ajc.classPath()).stream()
        .sorted(Comparator.comparing((String message) -> message.replaceAll(":(\\d) ", ":0$1 ")))
        .toList();
  }

  private static String at(int line, String message) {
    return "error Case.java:" + line + " " + message;
  }

  @Test
  void nothing_isAnError() throws IOException {
    String none = "CA121 @CacheAside on a method that returns nothing; there is nothing to cache";
    assertThat(weave(CACHED + "void a() {}\n" + CACHED + "Void b() { return null; }"))
        .containsExactly(at(4, none), at(5, none));
  }

  @Test
  void oneShotTypes_areErrors() throws IOException {
    assertThat(
            weave(
                String.join(
                    "\n",
                    CACHED + "Stream<String> stream() { return null; }",
                    CACHED + "IntStream ints() { return null; }",
                    CACHED + "ListIterator<String> iterator() { return null; }",
                    CACHED + "Enumeration<String> names() { return null; }",
                    CACHED + "FileInputStream bytes() { return null; }",
                    CACHED + "BufferedReader text() { return null; }",
                    CACHED + "OutputStream sink() { return null; }",
                    CACHED + "static Scanner both() { return null; }")))
        .containsExactly(
            at(4, STREAM),
            at(5, STREAM),
            at(6, ITERATOR),
            at(
                7,
                "CA122 @CacheAside cannot cache an Enumeration: it is consumed by its first reader;"
                    + " return a List"),
            at(
                8,
                "CA122 @CacheAside cannot cache an InputStream: it is consumed by its first reader;"
                    + " return a byte[]"),
            at(
                9,
                "CA122 @CacheAside cannot cache a Reader: it is consumed by its first reader;"
                    + " return a String"),
            at(10, CLOSEABLE),
            at(11, ITERATOR));
  }

  @Test
  void asynchronousTypes_areErrors() throws IOException {
    assertThat(
            weave(
                String.join(
                    "\n",
                    CACHED + "CompletionStage<String> stage() { return null; }",
                    CACHED + "FutureTask<String> task() { return null; }",
                    CACHED + "CompletableFuture<String> both() { return null; }",
                    CACHED + "Flow.Processor<String, String> flow() { return null; }",
                    CACHED + "SubmissionPublisher<String> closeable() { return null; }",
                    CACHED + "ForkJoinTask<Void> inherited() { return null; }",
                    "@Invalidate(key = \"k\") CompletableFuture<Void> one() { return null; }",
                    "@Invalidate(key = \"k\") @Invalidate(key = \"l\")"
                        + " Future<Void> two() { return null; }")))
        .containsExactly(
            at(4, FUTURE),
            at(5, FUTURE),
            at(6, FUTURE),
            at(7, FUTURE),
            at(8, FUTURE),
            at(9, FUTURE),
            at(10, LATE),
            at(11, LATE));
  }

  @Test
  void typesOfAbsentLibraries_areErrors() throws IOException {
    String head = "import io.cacheaside.annotation.*; class Case {\n";
    assertThat(
            weave(
                Map.of(
                    "org/reactivestreams/Publisher.java",
                    "package org.reactivestreams; public interface Publisher<T> {}",
                    "other/Mono.java",
                    "package other; public class Mono<T> implements"
                        + " org.reactivestreams.Publisher<T> {}",
                    "kotlin/coroutines/Continuation.java",
                    "package kotlin.coroutines; public interface Continuation<T> {}",
                    "Case.java",
                    head
                        + CACHED
                        + "other.Mono<String> mono() { return null; }\n"
                        + CACHED
                        + "Object find(long id, kotlin.coroutines.Continuation<String> c)"
                        + " { return null; }\n"
                        + "@Invalidate(key = \"k\") org.reactivestreams.Publisher<String> save()"
                        + " { return null; }\n"
                        + "@Invalidate(key = \"k\") Object drop(kotlin.coroutines.Continuation<?> c)"
                        + " { return null; }\n"
                        + "}\n")))
        .containsExactly(
            at(2, FUTURE),
            at(
                3,
                "CA124 @CacheAside on a suspend function: it returns before its work is done; put"
                    + " it on a function without suspend that does the work"),
            at(4, LATE),
            at(
                5,
                "CA124 @Invalidate on a suspend function: it returns before its work is done; put"
                    + " it on a function without suspend that does the work"));
  }

  @Test
  void synchronizedMethod_isAWarning() throws IOException {
    assertThat(weave(CACHED + "synchronized String slow() { return null; }"))
        .containsExactly(
            "warning Case.java:4 CA135 @CacheAside on a synchronized method: the cache is asked"
                + " inside the lock, so hits wait for each other and for every load; remove"
                + " synchronized, a key is loaded once at a time anyway");
  }

  @Test
  void bridgeMethod_isNotReportedAgain() throws IOException {
    assertThat(
            weave(
                "static class Typed implements Supplier<Stream<String>> {\n"
                    + CACHED
                    + "public Stream<String> get() { return null; }\n}"))
        .containsExactly(at(5, STREAM));
  }

  @Test
  void rightMethods_areWovenWithoutAWord() throws IOException {
    assertThat(
            weave(
                String.join(
                    "\n",
                    CACHED + "String find(long id) { return null; }",
                    CACHED + "int count() { return 1; }",
                    CACHED + "static Object any(Object a, Iterator<String> b) { return null; }",
                    CACHED + "Iterable<String> iterable(Object... all) { return null; }",
                    CACHED + "Optional<List<String>> names() { return null; }",
                    "@Invalidate(key = \"k\") void save() {}",
                    "@Invalidate(key = \"k\") @Invalidate(key = \"l\") Stream<String> all()"
                        + " { return null; }",
                    "synchronized void mine() {}",
                    "CompletableFuture<Stream<String>> uncached() { return null; }",
                    "interface Inside { @CacheAside(key = \"k\", ttl = \"1m\")"
                        + " default String one() { return null; } }",
                    "record Pair(int a) { @CacheAside(key = \"k\", ttl = \"1m\")"
                        + " public int a() { return a; } }")))
        .isEmpty();
  }

  @Test
  void classesWithoutAnnotations_areWovenWithoutAWord() throws IOException {
    assertThat(weave("void save() {}")).isEmpty();
  }
}
