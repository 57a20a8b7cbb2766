package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "users")
public class User {
  @Id private long id;
  private String name;

  protected User() {}

  public User(long id, String name) {
    this.id = id;
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void rename(String to) {
    name = to;
  }
}
