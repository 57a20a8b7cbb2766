package io.cacheaside.engine;

import com.esotericsoftware.kryo.kryo5.Kryo;
import io.cacheaside.CacheAsideConfig;
import io.cacheaside.metrics.BadListener;
import io.lettuce.core.RedisClient;
import jakarta.transaction.TransactionManager;
import net.jpountz.lz4.LZ4Factory;
import org.aspectj.lang.JoinPoint;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;

/** Breaks the rules of the architecture, to show that they can be broken. Never used. */
public final class BadEngineType {
  @Nullable RedisClient lettuce;
  @Nullable Kryo kryo;
  @Nullable JoinPoint aspectj;
  @Nullable TransactionDefinition spring;
  @Nullable TransactionManager jta;
  @Nullable LZ4Factory lz4;
  @Nullable CacheAsideConfig root;
  @Nullable BadListener metrics;
}
