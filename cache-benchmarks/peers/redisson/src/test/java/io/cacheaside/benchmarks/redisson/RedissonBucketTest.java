package io.cacheaside.benchmarks.redisson;

import io.cacheaside.benchmarks.contenders.ContenderContract;
import io.cacheaside.testing.SharedRedis;
import org.junit.jupiter.api.Test;

class RedissonBucketTest {

  @Test
  void bucket_realRedis_hitsMissesAndInvalidates() throws Exception {
    ContenderContract.verify(new RedissonBucket(), SharedRedis.uri());
  }
}
