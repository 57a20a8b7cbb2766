/**
 * What tests, demo, benchmarks and fault suite have in common.
 *
 * <ul>
 *   <li>A real Redis: {@link io.cacheaside.testing.RedisServer} finds or starts one, {@link
 *       io.cacheaside.testing.SharedRedis} keeps one for the whole JVM. {@link
 *       io.cacheaside.testing.SentinelServers} and {@link io.cacheaside.testing.ClusterServers}
 *       start several, and {@link io.cacheaside.testing.FaultProxy} is a bad network before one.
 *   <li>Other JVMs: {@link io.cacheaside.testing.ChildJvm} and, within it, {@link
 *       io.cacheaside.testing.ParentJvm}.
 *   <li>{@link io.cacheaside.testing.Await} waits, {@link io.cacheaside.testing.TextTable} prints,
 *       and {@link io.cacheaside.testing.CommandLineProgram} is a command line.
 * </ul>
 */
@NullMarked
package io.cacheaside.testing;

import org.jspecify.annotations.NullMarked;
