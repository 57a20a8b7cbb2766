package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.List;
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

  @CacheAside(key = "users:{paging}", ttl = "5m")
  public List<String> names(Paging paging) {
    loads++;
    return users.findAll(paging.page()).map(User::name).getContent();
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
