package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.Customer.Tier;
import java.time.Instant;
import java.time.LocalDate;

/** The same value as a class with fields. */
@SuppressWarnings("NullAway.Init") // what decodes it sets the fields
public final class CustomerBean {
  private long id;
  private String firstName;
  private String lastName;
  private String email;
  private String phone;
  private String street;
  private String city;
  private String postalCode;
  private String country;
  private LocalDate birthday;
  private Instant registered;
  private Tier tier;
  private boolean newsletter;
  private double balance;
  private String remark;

  /** For decoding. */
  CustomerBean() {}

  static CustomerBean of(Customer source) {
    CustomerBean bean = new CustomerBean();
    bean.id = source.id();
    bean.firstName = source.firstName();
    bean.lastName = source.lastName();
    bean.email = source.email();
    bean.phone = source.phone();
    bean.street = source.street();
    bean.city = source.city();
    bean.postalCode = source.postalCode();
    bean.country = source.country();
    bean.birthday = source.birthday();
    bean.registered = source.registered();
    bean.tier = source.tier();
    bean.newsletter = source.newsletter();
    bean.balance = source.balance();
    bean.remark = source.remark();
    return bean;
  }

  Customer toRecord() {
    return new Customer(
        id,
        firstName,
        lastName,
        email,
        phone,
        street,
        city,
        postalCode,
        country,
        birthday,
        registered,
        tier,
        newsletter,
        balance,
        remark);
  }
}
