package shop;

import io.cacheaside.annotation.CacheAside;
import java.io.Serializable;

/** Has no serialVersionUID: the JVM computes one from the members of the class. */
public class Basket implements Serializable {
  private long customer;

  @CacheAside(key = "basket-text:{id}", ttl = "5m")
  public String text(long id) {
    return customer + " " + id;
  }
}
