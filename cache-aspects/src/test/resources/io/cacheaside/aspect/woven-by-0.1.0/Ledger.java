package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.io.IOException;

public class Ledger {
  private final String name = "Ann";
  private int runs;

  public int runs() {
    return runs;
  }

  @CacheAside(key = "text:{id}", ttl = "5m")
  public String text(long id) {
    return id + "/" + ++runs;
  }

  @CacheAside(key = "none", ttl = "5m")
  int count() {
    return ++runs;
  }

  @CacheAside(key = "flag:{a}:{b}", ttl = "5m")
  public static boolean flag(boolean a, double b) {
    return a && b > 0;
  }

  @CacheAside(key = "many:{a}:{b}:{c}:{d}:{e}:{f}:{g}", ttl = "5m")
  private long sum(byte a, short b, int c, long d, char e, float f, String g) {
    runs++;
    return a + b + c + d + e + (long) f + g.length();
  }

  public long sum(int number) {
    return sum((byte) 1, (short) 2, number, 4L, 'a', 5f, "six");
  }

  @CacheAside(key = "own:{this.name}", ttl = "5m")
  String own() {
    return name + "/" + ++runs;
  }

  @Invalidate(key = "own:{this.name}")
  void changeOwn() {}

  @CacheAside(key = "failing", ttl = "5m")
  public String failing() throws IOException {
    throw new IOException("run " + ++runs);
  }

  @Invalidate(key = "text:{id}")
  public void change(long id) {}

  @Invalidate(key = "text:{result}")
  @Invalidate(key = "none")
  public long changeAll(long id) {
    return id;
  }

  @Invalidate(key = "text:{id}")
  public void changeAndFail(long id) throws IOException {
    throw new IOException("changed");
  }

  @CacheAside(key = "both", ttl = "5m")
  @Invalidate(key = "none")
  public int both(int number) {
    runs++;
    return number;
  }
}
