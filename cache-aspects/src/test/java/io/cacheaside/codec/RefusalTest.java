package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.codec.Shop.Animal;
import io.cacheaside.codec.Shop.Anything;
import io.cacheaside.codec.Shop.Carrier;
import io.cacheaside.codec.Shop.Dog;
import io.cacheaside.codec.Shop.Free;
import io.cacheaside.codec.Shop.Freer;
import io.cacheaside.codec.Shop.Marked;
import io.cacheaside.codec.Shop.Owner;
import io.cacheaside.codec.Shop.Pair;
import io.cacheaside.codec.Shop.Payload;
import io.cacheaside.codec.Shop.Polygon;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be cached says where, what and what to do instead. */
final class RefusalTest {
  private static final String OPEN =
      ", so any class could be in it; declare a concrete type or allow the class with the setting allow";
  private static final String SEALABLE =
      ", so any class could be in it; declare a concrete type, seal it or allow the class with"
          + " the setting allow";
  private static final String NO_FORM =
      ", a class of the JDK that the codec has no form for; use text, numbers or a record";

  record Site(List<Pair<String, java.net.URL>> pages) {}

  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  static final class Growing<T> {
    @SuppressWarnings("unused")
    private Growing<List<T>> next = this.next;
  }

  record Doubling<T>(Doubling<Pair<T, T>> next) {}

  record Halves<T>(Map<String, Other<Pair<T, T>[]>> left, Other<T> right) {}

  record Other<T>(List<Halves<T>> halves) {}

  record Chain<T extends Chain<?>>(T next) {}

  @SuppressWarnings("ClassCanBeStatic")
  final class Inner {
    RefusalTest outer() {
      return RefusalTest.this;
    }
  }

  interface Service extends Payload, Supplier<String> {}

  @SuppressWarnings("rawtypes")
  static Stream<Arguments> declared() {
    return Stream.of(
        arguments(Object.class, "Object: the value is declared Object" + OPEN),
        arguments(Anything.class, "Anything: field \"payload\" is declared Object" + OPEN),
        arguments(Marked.class, "Marked: field \"mark\" is declared Serializable" + OPEN),
        arguments(
            Carrier.class,
            "Carrier: field \"payload\" is declared Payload, an interface" + SEALABLE),
        arguments(
            new Declared<Map<String, Object>>() {}.type(),
            "Map<String, Object>: element \"[value]\" is declared Object" + OPEN),
        arguments(
            new Declared<List<?>>() {}.type(), "List<?>: element \"[]\" is declared Object" + OPEN),
        arguments(
            new Declared<List<Pair<String, Anything>>>() {}.type(),
            "List<Pair<String, Anything>>: field \"[].right.payload\" is declared Object" + OPEN),
        arguments(
            java.io.InputStream.class,
            "InputStream: the value is declared InputStream, a resource, which is no value; return"
                + " a byte[]"),
        arguments(
            List.class,
            "List: the value is declared as raw List, so any class could be in it; declare its type"
                + " arguments"),
        arguments(
            Pair.class,
            "Pair: the value is declared as raw Pair, so any class could be in it; declare its type"
                + " arguments"),
        arguments(
            Site.class,
            "Site: field \"pages[].right\" is declared URL, a URL, whose equals asks the DNS; use"
                + " java.net.URI"),
        arguments(
            new Declared<Stream<String>>() {}.type(),
            "Stream<String>: the value is declared Stream<String>, a stream, which can be read only"
                + " once; return a List"),
        arguments(
            new Declared<Iterator<String>>() {}.type(),
            "Iterator<String>: the value is declared Iterator<String>, an iterator, which can be"
                + " read only once; return a List"),
        arguments(
            new Declared<CompletableFuture<String>>() {}.type(),
            "CompletableFuture<String>: the value is declared CompletableFuture<String>, a future,"
                + " which is no value; declare what it completes with"),
        arguments(
            IllegalStateException.class,
            "IllegalStateException: the value is declared IllegalStateException, a throwable; keep"
                + " what matters of it in fields of its own"),
        arguments(
            Class.class,
            "Class: the value is declared Class, a class, which bytes must not name; use an enum or"
                + " a name of your own"),
        arguments(
            Thread.class,
            "Thread: the value is declared Thread, a thread, which is no value; remove it or make it"
                + " transient"),
        arguments(
            java.net.Inet4Address.class,
            "Inet4Address: the value is declared Inet4Address, an InetAddress, which may ask the"
                + " DNS; use its text"),
        arguments(
            Pattern.class,
            "Pattern: the value is declared Pattern, a pattern, which may run without end; use its"
                + " text"),
        arguments(Runnable.class, "Runnable: the value is declared Runnable" + NO_FORM),
        arguments(
            new Declared<PriorityQueue<String>>() {}.type(),
            "PriorityQueue<String>: the value is declared PriorityQueue<String>" + NO_FORM),
        arguments(
            Names.class,
            "Names: the value is declared Names, a subclass of java.util.ArrayList, whose state"
                + " cannot be read; hold one in a field instead"),
        arguments(
            Inner.class,
            "Inner: the value is declared Inner, an inner class, which drags its enclosing object"
                + " along; make it static"),
        arguments(
            void.class, "void: the value is declared void, no value; there is nothing to cache"),
        arguments(
            new Declared<Growing<String>>() {}.type(),
            "Growing<String>: field \"next\" is declared Growing<List<String>> within"
                + " Growing<String>, so the type arguments grow without end; declare Growing with the"
                + " same type arguments at each level"),
        arguments(
            new Declared<List<Doubling<String>>>() {}.type(),
            "List<Doubling<String>>: field \"[].next\" is declared Doubling<Pair<String, String>>"
                + " within Doubling<String>, so the type arguments grow without end; declare Doubling"
                + " with the same type arguments at each level"),
        arguments(
            new Declared<Halves<Long>>() {}.type(),
            "Halves<Long>: field \"left[value].halves[]\" is declared Halves<Pair<Long, Long>[]>"
                + " within Halves<Long>, so the type arguments grow without end; declare Halves with"
                + " the same type arguments at each level"),
        arguments(
            new Declared<Chain<?>>() {}.type(),
            "Chain<?>: field \"next.next\" is declared as raw Chain, so any class could"
                + " be in it; declare its type arguments"));
  }

  @ParameterizedTest
  @MethodSource("declared")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void forType_typeThatCannotBeCached_saysWhereAndWhatToDo(Type type, String message) {
    assertThatThrownBy(() -> Declared.codec(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("return type " + message);
  }

  static Stream<Arguments> values() {
    Type list = new Declared<List<String>>() {}.type();
    Payload lambda = newLambda();
    Animal anonymous = new Animal() {};
    Object proxy =
        java.lang.reflect.Proxy.newProxyInstance(
            RefusalTest.class.getClassLoader(),
            new Class<?>[] {Service.class},
            (target, method, arguments) -> null);
    return Stream.of(
        arguments(
            Owner.class,
            new Owner(new Dog()),
            "Owner: field \"animal\" holds io.cacheaside.codec.Shop$Dog, a subclass of the declared"
                + " io.cacheaside.codec.Shop$Animal; declare Dog, seal the hierarchy or allow the"
                + " class with the setting allow"),
        arguments(
            Polygon.class,
            new Freer(),
            "Polygon: the value holds io.cacheaside.codec.Shop$Freer, a subclass of the declared"
                + " io.cacheaside.codec.Shop$Polygon; declare Freer, seal the hierarchy or allow the"
                + " class with the setting allow"),
        arguments(
            Owner.class,
            new Owner(anonymous),
            "Owner: field \"animal\" holds "
                + anonymous.getClass().getName()
                + ", an anonymous class,"
                + " whose name means nothing to other JVMs; use a named class"),
        arguments(
            Carrier.class,
            new Carrier((Payload) proxy),
            "Carrier: field \"payload\" holds "
                + proxy.getClass().getTypeName()
                + ", a dynamic proxy, which is no value; use the object behind it"),
        arguments(
            Carrier.class,
            new Carrier(lambda),
            "Carrier: field \"payload\" holds "
                + lambda.getClass().getTypeName()
                + ", a lambda or another hidden class, which no other JVM knows; use a named class"),
        arguments(
            list,
            new Names(),
            "List<String>: the value holds io.cacheaside.codec.RefusalTest$Names, which cannot be"
                + " read back as the declared java.util.List; copy it to a usual collection of"
                + " java.util"),
        arguments(
            new Declared<Queue<String>>() {}.type(),
            new PriorityQueue<>(List.of("a")),
            "Queue<String>: the value holds java.util.PriorityQueue, which cannot be read back as"
                + " the declared java.util.Queue; copy it to a usual collection of java.util"),
        arguments(
            new Declared<Map<String, String>>() {}.type(),
            new IdentityHashMap<>(),
            "Map<String, String>: the value holds java.util.IdentityHashMap, which cannot be read"
                + " back as the declared java.util.Map; copy it to a usual collection of java.util"),
        arguments(
            new Declared<Set<String>>() {}.type(),
            new TreeSet<>(Comparator.comparing(String::length)),
            "Set<String>: the value is sorted by a comparator of its own, which is code; use the"
                + " natural order, its reverse or String.CASE_INSENSITIVE_ORDER, or copy it to a"
                + " list"),
        arguments(
            list,
            Arrays.asList(1),
            "List<String>: element \"[]\" holds java.lang.Integer, which is not the declared"
                + " java.lang.String; declare Integer, seal the hierarchy or allow the class with"
                + " the setting allow"),
        arguments(
            Number[].class,
            new Integer[0],
            "Number[]: the value holds a java.lang.Integer[] instead of the declared"
                + " java.lang.Number[]; create the array with the declared class"),
        arguments(
            Locale.class,
            new Locale("x", "Y", "_"),
            "Locale: the value cannot be encoded: the locale \"x_Y__\" has no language tag that"
                + " stands for it; use a well-formed locale"),
        arguments(
            BigDecimal.class,
            new BigDecimal("1E+10001"),
            "BigDecimal: the value cannot be encoded: a BigDecimal's scale must be -10,000 to 10,000,"
                + " but is -10,001"));
  }

  /**
   * A class of the kind lambdas have, which the language does not let one make of an empty type.
   */
  private static Payload newLambda() {
    Service service = () -> "";
    return service;
  }

  @ParameterizedTest
  @MethodSource("values")
  void encode_valueThatDoesNotFit_saysWhereAndWhatToDo(Type type, Object value, String message) {
    String[] allow =
        type == Carrier.class ? new String[] {Shop.Note.class.getName()} : new String[0];
    Codec.TypeCodec codec = Declared.codec(type, allow);
    assertThatThrownBy(() -> codec.encode(value, 0))
        .isInstanceOf(CodecException.class)
        .hasMessage("return type " + message)
        .matches(e -> !((CodecException) e).isTooLarge());
  }

  @Test
  void hibernateClass_byName_isRefused() throws Exception {
    try (Compiled compiled =
        Compiled.of("org.hibernate.Bag", "package org.hibernate; public final class Bag {}")) {
      assertThatThrownBy(() -> Declared.codec(compiled.type("org.hibernate.Bag")))
          .hasMessage(
              "return type Bag: the value is declared Bag, a Hibernate object, which needs its"
                  + " session; copy it to a java.util collection or a record");
    }
  }

  @Test
  void encode_tooLarge_isMarkedAndNamesTheBound() {
    KryoCodec codec = new KryoCodec(KryoCodecOptions.defaults().withMaxPayloadBytes(1000));
    Codec.TypeCodec strings = codec.forType(String.class);
    assertThat(strings.encode("x".repeat(998), 0)).hasSize(1000);
    assertThatThrownBy(() -> strings.encode("x".repeat(999), 0))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type String: the value takes exactly 1,001 bytes, but max-value-bytes allows"
                + " 1,000; cache less in one value or raise max-value-bytes")
        .matches(e -> ((CodecException) e).isTooLarge());
    assertThatThrownBy(() -> strings.encode("x".repeat(50_000), 0))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type String: the value takes at least 1,001 bytes, but max-value-bytes allows"
                + " 1,000; cache less in one value or raise max-value-bytes")
        .matches(e -> ((CodecException) e).isTooLarge());
    assertThatThrownBy(() -> Declared.decode(strings, new byte[1001]))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "return type String: a payload of 1,001 bytes exceeds the 1,000 that max-value-bytes"
                + " allows");
  }

  @Test
  void nonSealedClass_exactlyItself_isFine() {
    Codec.TypeCodec codec = Declared.codec(Polygon.class);
    assertThat(Declared.decode(codec, codec.encode(new Free(4), 0))).isEqualTo(new Free(4));
  }
}
