package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.annotation.CacheKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTextRefusalTest {

  private static final String HERE = "io.cacheaside.key.KeyTextRefusalTest$";
  private static final String USE =
      "; use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal,"
          + " BigInteger, URI, an Optional, array or collection of these, or a type annotated with"
          + " @CacheKey";
  private static final String ONE_PLACE = "; @CacheKey stands in several places ";
  private static final String CALLABLE = "() needs a public instance method without parameters";

  record Plain(long id) {}

  @CacheKey
  record Holder(List<Date> dates) {}

  @CacheKey
  record Node(long id, Node next) {}

  @CacheKey
  static final class NotARecord {}

  static final class Two {
    @CacheKey
    public long b() {
      return 1;
    }

    @CacheKey
    public long a() {
      return 1;
    }
  }

  @CacheKey
  record Both(@CacheKey long id) {}

  static final class Hidden {
    @CacheKey
    long id() {
      return 1;
    }
  }

  static final class Static {
    @CacheKey
    public static long id() {
      return 1;
    }
  }

  static final class WithParameter {
    @CacheKey
    public long id(int ignored) {
      return ignored;
    }
  }

  @SuppressWarnings({"rawtypes", "JdkObsolete"})
  static final class RawList extends ArrayList {}

  static final class NoValue {
    @CacheKey
    public void id() {}
  }

  static Stream<Arguments> types() {
    return Stream.of(
        arguments(Object.class, "java.lang.Object has no canonical text" + USE),
        arguments(Number.class, "java.lang.Number has no canonical text" + USE),
        arguments(CharSequence.class, "java.lang.CharSequence has no canonical text" + USE),
        arguments(Date.class, "java.util.Date has no canonical text" + USE),
        arguments(void.class, "void has no canonical text" + USE),
        arguments(Enum.class, "java.lang.Enum has no canonical text" + USE),
        arguments(Plain.class, HERE + "Plain has no canonical text" + USE),
        arguments(
            Object[].class, "java.lang.Object has no canonical text (in java.lang.Object[])" + USE),
        arguments(
            List.class,
            "java.util.List has no canonical text; say what it holds, for example"
                + " java.util.List<String>"),
        arguments(
            RawList.class, "java.lang.Object has no canonical text (in " + HERE + "RawList)" + USE),
        arguments(
            Optional.class,
            "java.util.Optional has no canonical text; say what it holds, for example"
                + " java.util.Optional<String>"));
  }

  static Stream<Arguments> genericTypes() {
    return Stream.of(
        arguments(
            new Token<Map<String, String>>() {},
            "java.util.Map<java.lang.String, java.lang.String> has no canonical text" + USE),
        arguments(
            new Token<List<Object>>() {},
            "java.lang.Object has no canonical text (in java.util.List<java.lang.Object>)" + USE),
        arguments(
            new Token<Collection<?>>() {},
            "java.lang.Object has no canonical text (in java.util.Collection<?>)" + USE),
        arguments(
            new Token<List<? super Long>>() {},
            "java.lang.Object has no canonical text (in java.util.List<? super java.lang.Long>)"
                + USE),
        arguments(
            new Token<Optional<Optional<String>>>() {},
            "java.util.Optional<java.util.Optional<java.lang.String>> has no canonical text; an"
                + " Optional in a key cannot hold an Optional"),
        arguments(
            new Token<Optional<OptionalInt>>() {},
            "java.util.Optional<java.util.OptionalInt> has no canonical text; an Optional in a key"
                + " cannot hold an Optional"));
  }

  static Stream<Arguments> annotatedTypes() {
    return Stream.of(
        arguments(
            Holder.class,
            "java.util.Date has no canonical text (in java.util.List<java.util.Date>, in "
                + (HERE + "Holder)")
                + USE),
        arguments(
            Node.class,
            HERE
                + "Node has no canonical text: it contains itself, or types are nested more than"
                + " 32 deep"),
        arguments(
            NotARecord.class,
            HERE
                + "NotARecord has no canonical text; @CacheKey on a type is for records; put it on"
                + " the public method without parameters whose value is the key text"),
        arguments(
            Two.class, HERE + "Two has no canonical text" + ONE_PLACE + "(a(), b()); keep one"),
        arguments(
            Both.class,
            HERE + "Both has no canonical text" + ONE_PLACE + "(the record, id()); keep one"),
        arguments(Hidden.class, HERE + "Hidden has no canonical text; @CacheKey on id" + CALLABLE),
        arguments(Static.class, HERE + "Static has no canonical text; @CacheKey on id" + CALLABLE),
        arguments(
            WithParameter.class,
            HERE + "WithParameter has no canonical text; @CacheKey on id" + CALLABLE),
        arguments(NoValue.class, "void has no canonical text (in " + HERE + "NoValue)" + USE));
  }

  @ParameterizedTest
  @MethodSource({"types", "annotatedTypes"})
  void forType_typeWithoutText_isRefusedWithThePlaceAndTheFix(Class<?> type, String message) {
    assertThatThrownBy(() -> KeyText.forType(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @MethodSource("genericTypes")
  void forType_genericTypeWithoutText_isRefused(Token<?> token, String message) {
    assertThatThrownBy(() -> KeyText.forType(token.type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void forType_unboundedTypeVariable_isRefusedAsItsBound() {
    assertThatThrownBy(() -> KeyText.forType(List.class.getTypeParameters()[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("java.lang.Object has no canonical text" + USE);
  }
}
