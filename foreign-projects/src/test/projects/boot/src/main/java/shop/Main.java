package shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

@SpringBootApplication
public class Main {
  public static void main(String[] args) {
    UserService users;
    try (ConfigurableApplicationContext context = SpringApplication.run(Main.class, args)) {
      users = context.getBean(UserService.class);
      users.find(1);
      users.find(1);
      System.out.println("loads for 2 calls: " + users.loads());
      users.rename(1, "Ada");
      System.out.println("after a change: " + users.find(1));
      StringRedisTemplate redis = context.getBean(StringRedisTemplate.class);
      redis.opsForValue().set("of spring", "too");
      System.out.println("Spring's own: " + redis.opsForValue().get("of spring"));
    }
    int loads = users.loads();
    users.find(1);
    System.out.println("cached when Spring has ended: " + (users.loads() == loads));
  }
}
