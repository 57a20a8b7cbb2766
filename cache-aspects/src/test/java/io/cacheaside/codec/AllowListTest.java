package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.codec.Shop.Anything;
import io.cacheaside.codec.Shop.Carrier;
import io.cacheaside.codec.Shop.Dog;
import io.cacheaside.codec.Shop.Note;
import io.cacheaside.codec.Shop.Owner;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowListTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"io.cacheaside.codec.Shop$Note", "io.cacheaside.codec.*", "io.cacheaside.**"})
  void interface_withAnAllowedClass_takesIt(String allow) {
    Codec.TypeCodec codec = Declared.codec(Carrier.class, allow);
    Carrier value = new Carrier(new Note("n"));
    assertThat(Declared.decode(codec, codec.encode(value, 0))).isEqualTo(value);
  }

  @Test
  void object_takesNamedClassesOnly() {
    String note = Note.class.getName();
    Codec.TypeCodec codec = Declared.codec(Anything.class, note, "java.lang.String");
    for (Object payload : List.of(new Note("n"), "text")) {
      Anything value = new Anything(payload);
      assertThat(Declared.decode(codec, codec.encode(value, 0))).isEqualTo(value);
    }
    assertThatThrownBy(() -> Declared.codec(Anything.class, "io.cacheaside.codec.*"))
        .hasMessage(
            "return type Anything: field \"payload\" is declared Object, so any class could be in"
                + " it; declare a concrete type or allow the class with the setting allow");
  }

  @Test
  void concreteClass_withAnAllowedSubclass_takesBoth() {
    Codec.TypeCodec codec = Declared.codec(Owner.class, Dog.class.getName());
    Owner decoded = (Owner) Declared.decode(codec, codec.encode(new Owner(new Dog()), 0));
    assertThat(decoded.animal()).isExactlyInstanceOf(Dog.class);
    Owner plain = new Owner(new Shop.Animal());
    decoded = (Owner) Declared.decode(codec, codec.encode(plain, 0));
    assertThat(decoded.animal()).isExactlyInstanceOf(Shop.Animal.class);
  }

  @Test
  void jdkInterface_withAnAllowedClass_takesIt() {
    Codec.TypeCodec codec = Declared.codec(java.time.temporal.Temporal.class, "java.time.Instant");
    Object value = java.time.Instant.ofEpochSecond(5);
    assertThat(Declared.decode(codec, codec.encode(value, 0))).isEqualTo(value);
  }

  @Test
  void jdkContainers_withElementsOfAnyAllowedClass_areTaken() {
    String note = Note.class.getName();
    Codec.TypeCodec codec =
        Declared.codec(
            Anything.class, note, "java.lang.String", "java.util.List", "java.util.TreeMap");
    List<Object> deep = List.of("a", List.of(new Note("n"), List.of()));
    for (Object payload : List.of(deep, new TreeMap<>(Map.of("k", deep)))) {
      Anything value = new Anything(payload);
      assertThat(Declared.decode(codec, codec.encodeAndVerify(value, 0))).isEqualTo(value);
    }
    Object endless = "a";
    for (int i = 0; i < 200; i++) {
      endless = List.of(endless);
    }
    Anything tooDeep = new Anything(endless);
    assertThatThrownBy(() -> codec.encode(tooDeep, 0))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("objects lie more than 128 deep within objects");
    assertThatThrownBy(() -> codec.encode(new Anything(new HashMap<>()), 0))
        .hasMessageContaining("field \"payload\" holds java.util.HashMap");
  }

  @Test
  void classesOfTheJdk_thatAreAllowed_areTaken() {
    for (Object payload :
        List.of(
            Timestamp.valueOf("2026-01-01 00:00:00"),
            new GregorianCalendar(TimeZone.getTimeZone("UTC")),
            ZoneId.of("Europe/Berlin"),
            TimeZone.getTimeZone("UTC"),
            Optional.of("a"),
            Map.entry("a", "b"))) {
      Codec.TypeCodec codec =
          Declared.codec(
              Anything.class,
              "java.sql.Timestamp",
              "java.util.Calendar",
              "java.time.ZoneId",
              "java.util.TimeZone",
              "java.util.Optional",
              "java.util.Map$Entry",
              "java.lang.String");
      Anything value = new Anything(payload);
      assertThat(Declared.decode(codec, codec.encodeAndVerify(value, 0)))
          .usingRecursiveComparison()
          .isEqualTo(value);
    }
  }

  @Test
  void classOfTheJdk_withoutForm_isRefusedWhereItIsNamed() {
    assertThatThrownBy(() -> AllowList.of(List.of("java.net.URL")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allow \"java.net.URL\" is a URL, whose equals asks the DNS; use java.net.URI");
    assertThatThrownBy(() -> AllowList.of(List.of("java.io.File")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "allow \"java.io.File\" is a class of the JDK that the codec has no form for; use text,"
                + " numbers or a record");
  }

  @Test
  void jar_isListed() {
    List<String> allow = List.of("org.junit.jupiter.api.io.*");
    assertThat(AllowList.of(allow).below(Record.class)).isEmpty();
    assertThat(AllowList.of(List.of("org.assertj.core.data.*")).below(Object.class)).isEmpty();
    assertThat(AllowList.of(List.of("org.opentest4j.**")).below(AssertionError.class))
        .extracting(Class::getSimpleName)
        .contains("AssertionFailedError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "**", "com.*.model", "com.shop.", "com..shop", "com.shop***", "a b"})
  void malformedEntry_isRefused(String entry) {
    assertThatThrownBy(() -> AllowList.of(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "allow \""
                + entry
                + "\" is neither a class name (com.shop.Order$Line) nor a package (com.shop.model.*"
                + " or, with those below, com.shop.**)");
  }

  @Test
  void unknownNames_areRefused() {
    assertThatThrownBy(() -> AllowList.of(List.of("com.shop.Ordr")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "allow \"com.shop.Ordr\": there is no such class; correct the name (a nested"
                + " class is written Outer$Nested)");
    assertThatThrownBy(() -> AllowList.of(List.of("com.shop.**")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "allow \"com.shop.**\" matches no class that the class path lists; correct the"
                + " package or name the classes");
  }

  @Test
  void openTypes_asEntries_areRefused() {
    assertThatThrownBy(() -> AllowList.of(List.of(Shop.Payload.class.getName())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "allow \"io.cacheaside.codec.Shop$Payload\" is an interface, which leaves the"
                + " class open; name the classes themselves");
  }

  @Test
  void options_outOfRange_areRefused() {
    KryoCodecOptions options = KryoCodecOptions.defaults();
    assertThatThrownBy(() -> options.withMaxPayloadBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-value-bytes must be 1 to 536,870,912 bytes, but is 0");
    assertThatThrownBy(() -> options.withPoolSize(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("codec.pool-size must be a power of two from 1 to 256, but is 3");
    assertThat(options.maxPayloadBytes()).isEqualTo(1 << 20);
    assertThat(Integer.bitCount(options.poolSize())).isEqualTo(1);
  }
}
