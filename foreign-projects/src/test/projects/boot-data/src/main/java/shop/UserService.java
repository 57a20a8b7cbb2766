package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
public class UserService {
  private final Users users;
  private int loads;

  public UserService(Users users) {
    this.users = users;
  }

  @CacheAside(key = "user:{id}", ttl = "5m")
  public String find(long id) {
    loads++;
    return users.findById(id).orElseThrow().name();
  }

  @Transactional
  @Invalidate(key = "user:{id}")
  public void rename(long id, String to) {
    users.findById(id).orElseThrow().rename(to);
  }

  @Transactional
  public String renameUnseen(long id, String to) {
    users.findById(id).orElseThrow().rename(to);
    users.flush();
    return find(id);
  }

  public int loads() {
    return loads;
  }
}
