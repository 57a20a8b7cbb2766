package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import org.springframework.stereotype.Service;

@Service
public class UserService {
  private String name = "Eve";
  private int loads;

  @CacheAside(key = "user:{id}", ttl = "5m")
  public String find(long id) {
    loads++;
    return "user " + id + " is " + name;
  }

  @Invalidate(key = "user:{id}")
  public void rename(long id, String to) {
    name = to;
  }

  public int loads() {
    return loads;
  }
}
