package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KotlinNamesTest {
  @ParameterizedTest
  @CsvSource({
    "id, id",
    "$v$c$shop-UserId$-id$0, id",
    "$v$c$shop-Outer$Id$-id$12, id",
    "$this$weight, receiver",
    "$v$c$shop-UserId$-$this$load$0, receiver",
    "$v$c$shop-UserId$-this$0, receiver",
    "$this, $this",
    "this$0, this$0",
    "$completion, $completion"
  })
  void parameter_isCalledAsItWasWritten(String inClassFile, String inTemplates) {
    assertThat(KotlinNames.ofParameter(inClassFile)).isEqualTo(inTemplates);
  }

  @ParameterizedTest
  @CsvSource({
    "getId, true, getId",
    "getId-t5nQC94, true, getId",
    "getId-t5nQC94, false, getId",
    "getName$shop_main, true, getName",
    "getName$shop_main, false, getName$shop_main",
    "getId-t5nQC94$shop, true, getId",
    "$name, true, $name"
  })
  void method_losesWhatTheCompilerAdded(String inClassFile, boolean isKotlin, String written) {
    assertThat(KotlinNames.ofMethod(inClassFile, isKotlin)).isEqualTo(written);
  }
}
