package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.key.KeyBuffer;
import io.cacheaside.key.KeyForm;
import io.cacheaside.key.KeyText;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import kotlin.Result;
import kotlin.UInt;
import kotlin.ULong;
import kotlin.time.DurationKt;
import kotlin.time.DurationUnit;
import kotlin.time.TimedValue;
import org.junit.jupiter.api.Test;

/** Value classes of Kotlin in keys: the library has some, and classes with properties of them. */
class KotlinKeysTest {
  interface Parameters {
    void ofList(List<ULong> ids);
  }

  private static final long MINUTE = DurationKt.toDuration(1, DurationUnit.MINUTES);

  private static String text(Type type, Object value) {
    KeyBuffer buffer = new KeyBuffer(16);
    KeyText.forType(type).append(value, buffer);
    return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
  }

  private static Object boxed(Class<?> type, Class<?> of, Object value) throws Exception {
    Method box = type.getMethod("box-impl", of);
    return Objects.requireNonNull(box.invoke(null, value));
  }

  @Test
  void object_hasTheTextOfItsValue() throws Exception {
    Object seven = boxed(ULong.class, long.class, 7L);
    assertThat(text(ULong.class, seven)).isEqualTo(text(long.class, 7L));
    assertThat(text(UInt.class, boxed(UInt.class, int.class, -7))).isEqualTo("-7");
    Type list = Parameters.class.getMethod("ofList", List.class).getGenericParameterTypes()[0];
    assertThat(text(list, List.of(seven))).isEqualTo("[7]");
  }

  @Test
  void object_mayStandWhereItsValueStands() {
    KeyForm form = KeyText.forType(ULong.class).form();
    assertThat(form).isEqualTo(KeyText.forType(Long.class).form());
  }

  @Test
  void valueOfAnyType_isRefused() {
    assertThatThrownBy(() -> KeyText.forType(Result.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "java.lang.Object has no canonical text (in kotlin.Result); " + KeyText.ALTERNATIVES);
  }

  @Test
  void property_whoseGetterHasAHash_isFoundByItsName() throws Exception {
    // its constructor is hidden from Java
    Object minute = TimedValue.class.getConstructors()[0].newInstance("answer", MINUTE, null);
    Property property = Objects.requireNonNull(Property.find(TimedValue.class, "duration"));
    assertThat(property.type()).isEqualTo(long.class);
    assertThat(property.read(minute)).isEqualTo(MINUTE);
    assertThat(Property.names(TimedValue.class)).containsExactly("duration", "value");
  }

  @Test
  void objectOfAnInterface_hasAClass() {
    Property property = Objects.requireNonNull(Property.find(Runnable.class, "class"));
    assertThat(property.read((Runnable) () -> {})).isInstanceOf(Class.class);
  }
}
