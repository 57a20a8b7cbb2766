package shop;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

@SpringBootApplication
public class Main {
  private static final AtomicInteger CONNECTIONS = new AtomicInteger();
  private static final Sort BY_NAME = Sort.by("name");

  private static final List<Pageable> PAGES =
      List.of(
          PageRequest.of(0, 2, BY_NAME),
          PageRequest.of(1, 2, BY_NAME),
          PageRequest.of(0, 2, BY_NAME.descending()),
          PageRequest.of(0, 1, BY_NAME.descending()),
          Pageable.unpaged(BY_NAME),
          Pageable.unpaged(BY_NAME.descending()));

  @Bean
  static BeanPostProcessor lazyConnections() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof HikariDataSource pool)) {
          return bean;
        }
        DataSource counting = new Counting(pool);
        return Boolean.getBoolean("lazy") ? new LazyConnectionDataSourceProxy(counting) : counting;
      }
    };
  }

  private static final class Counting extends DelegatingDataSource {
    Counting(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      CONNECTIONS.incrementAndGet();
      return super.getConnection();
    }
  }

  public static void main(String[] args) {
    try (ConfigurableApplicationContext context = SpringApplication.run(Main.class, args)) {
      context.getBean(Users.class).save(new User(1, "Eve"));
      UserService users = context.getBean(UserService.class);
      users.find(1);
      users.find(1);
      System.out.println("loads for 2 calls: " + users.loads());
      CONNECTIONS.set(0);
      for (int i = 0; i < 50; i++) {
        users.find(1);
      }
      System.out.println("connections for 50 hits: " + CONNECTIONS);
      users.rename(1, "Ada");
      System.out.println("after a change: " + users.find(1));
      users.rename(1, "Bea");
      System.out.println("in a transaction that writes: " + users.renameUnseen(1, "Cleo"));
      int loads = users.loads();
      users.find(1);
      System.out.println("cached by it: " + (users.loads() == loads));
      context.getBean(Users.class).save(new User(2, "Dan"));
      context.getBean(Users.class).save(new User(3, "Abe"));
      for (Pageable page : PAGES) {
        users.names(new Paging(page));
      }
      int loadsOfPages = users.loads();
      for (Pageable page : PAGES) {
        System.out.println(page.isPaged() + " " + users.names(new Paging(page)));
      }
      System.out.println("loads of pages again: " + (users.loads() - loadsOfPages));
    }
  }
}
