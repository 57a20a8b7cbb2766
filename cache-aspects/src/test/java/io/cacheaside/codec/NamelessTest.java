package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Codec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes name no class and no field, whatever form a value has. */
class NamelessTest {

  sealed interface Shipment permits Parcel, Pallet {}

  record Parcel(int weightInGrams) implements Shipment {}

  static final class Pallet implements Shipment {
    final int heightInCentimetres = 7;
    final List<Parcel> contents = List.of(new Parcel(8), new Parcel(9));
  }

  record Delivery(long number, Shipment shipment, Map<String, Shipment> remaining) {}

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  @Test
  void encode_everyForm_writesNoNames() {
    Type type = new Declared<List<Delivery>>() {}.type();
    List<Delivery> deliveries =
        List.of(
            new Delivery(1, new Parcel(2), Map.of("#", new Pallet())),
            new Delivery(3, new Pallet(), Map.of()));
    Codec.TypeCodec codec = Declared.codec(type);
    String bytes = text(codec.encode(deliveries, 0));
    List<String> names = new ArrayList<>(List.of("java", "util", "list", "map", "cacheaside"));
    for (Class<?> each : List.of(Delivery.class, Parcel.class, Pallet.class, Shipment.class)) {
      names.add(each.getSimpleName());
      for (var field : each.getDeclaredFields()) {
        names.add(field.getName());
      }
    }
    assertThat(names).contains("Pallet", "contents", "weightInGrams", "shipment");
    for (String name : names) {
      assertThat(bytes).doesNotContain(name.toLowerCase(Locale.ROOT));
    }
    assertThat(bytes).hasSize(30);
  }

  @Test
  void encode_aName_wouldBeFound() {
    byte[] bytes = Declared.codec(String.class).encode("Parcel", 0);
    // its last character has the top bit set, as each text's
    assertThat(text(bytes)).contains("parce");
  }
}
