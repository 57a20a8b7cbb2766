package io.cacheaside.benchmarks.spring;

import io.cacheaside.benchmarks.contenders.ContenderContract;
import io.cacheaside.testing.SharedRedis;
import org.junit.jupiter.api.Test;

class SpringContendersTest {

  @Test
  void jdkSerialization_realRedis_hitsMissesAndInvalidates() throws Exception {
    ContenderContract.verify(new SpringWithJdkSerialization(), SharedRedis.uri());
  }

  @Test
  void json_realRedis_hitsMissesAndInvalidates() throws Exception {
    ContenderContract.verify(new SpringWithJson(), SharedRedis.uri());
  }
}
