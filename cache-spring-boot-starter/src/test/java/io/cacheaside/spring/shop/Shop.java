package io.cacheaside.spring.shop;

import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with JPA, as Spring Boot makes it. */
@SpringBootApplication
class Shop {

  @Bean
  static BeanPostProcessor counting() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource pool ? new CountedDataSource(pool) : bean;
      }
    };
  }

  @Bean
  Rates rates() {
    return Rates.over();
  }
}
