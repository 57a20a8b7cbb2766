package io.cacheaside.sample.demo;

/** What a Redis server tells of itself. */
final class RedisInfo {

  private RedisInfo() {}

  /** Returns the processor time that the server has used since it was started, in seconds. */
  static double cpuSeconds(PlainRedis redis) {
    return cpuSeconds(redis.commands().info("cpu"));
  }

  /** Returns the time that is told in this answer to {@code INFO cpu}. */
  static double cpuSeconds(String info) {
    return number(info, "used_cpu_sys") + number(info, "used_cpu_user");
  }

  private static double number(String info, String field) {
    return info.lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Double.parseDouble(line.substring(field.length() + 1)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("Redis does not tell " + field + " in INFO: " + info));
  }
}
