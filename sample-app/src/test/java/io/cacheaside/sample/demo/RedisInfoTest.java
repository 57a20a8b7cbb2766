package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisInfoTest {

  @Test
  void cpuSeconds_ofInfo_addsUserAndSystemTime() {
    String info =
        String.join(
            "\r\n", "# CPU", "used_cpu_sys:1.25", "used_cpu_user:2.5", "used_cpu_user_children:9");

    assertThat(RedisInfo.cpuSeconds(info)).isEqualTo(3.75);
  }

  @Test
  void cpuSeconds_withoutAField_saysWhich() {
    assertThatThrownBy(() -> RedisInfo.cpuSeconds("used_cpu_sys:1\r\n"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Redis does not tell used_cpu_user in INFO: used_cpu_sys:1\r\n");
  }
}
