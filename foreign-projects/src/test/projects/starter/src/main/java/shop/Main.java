package shop;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Main {
  public static void main(String[] arguments) {
    SpringApplication.run(Main.class, arguments).close();
  }

  @Bean
  CommandLineRunner calls(UserService users) {
    return arguments -> {
      users.find(1);
      users.find(1);
      System.out.println("loads for 2 calls: " + users.loads);
      users.rename(1, "Ada");
      System.out.println("after a change: " + users.find(1));
    };
  }
}
