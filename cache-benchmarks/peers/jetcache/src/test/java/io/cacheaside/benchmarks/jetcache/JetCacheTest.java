package io.cacheaside.benchmarks.jetcache;

import io.cacheaside.benchmarks.contenders.ContenderContract;
import io.cacheaside.testing.SharedRedis;
import org.junit.jupiter.api.Test;

class JetCacheTest {

  @Test
  void remoteCache_realRedis_hitsMissesAndInvalidates() throws Exception {
    ContenderContract.verify(new JetCache(), SharedRedis.uri());
  }
}
