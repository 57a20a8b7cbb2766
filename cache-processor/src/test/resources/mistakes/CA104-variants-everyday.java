package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.Principal;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

record Query(String text, int page) {}

record Wide(int a, int b, int c, int d, int e) {}

record Loose(String id, Object rest) {}

class Customer {
  public String getUuid() {
    return "";
  }
}

class Sheet {
  @CacheAside(key = "x:{p}", ttl = "5m")
  String page(Pageable p) {
    return "";
  }

  @CacheAside(key = "x:{sort}", ttl = "5m")
  String sort(Sort sort) {
    return "";
  }

  @CacheAside(key = "x:{date}", ttl = "5m")
  String date(Date date) {
    return "";
  }

  @CacheAside(key = "x:{at}", ttl = "5m")
  String timestamp(Timestamp at) {
    return "";
  }

  @CacheAside(key = "x:{day}", ttl = "5m")
  String sqlDate(java.sql.Date day) {
    return "";
  }

  @CacheAside(key = "x:{calendar}", ttl = "5m")
  String calendar(Calendar calendar) {
    return "";
  }

  @CacheAside(key = "x:{zone}", ttl = "5m")
  String zone(TimeZone zone) {
    return "";
  }

  @CacheAside(key = "x:{locale}", ttl = "5m")
  String locale(Locale locale) {
    return "";
  }

  @CacheAside(key = "x:{currency}", ttl = "5m")
  String currency(Currency currency) {
    return "";
  }

  @CacheAside(key = "x:{type}", ttl = "5m")
  String type(Class<? extends Number> type) {
    return "";
  }

  @CacheAside(key = "x:{path}", ttl = "5m")
  String path(Path path) {
    return "";
  }

  @CacheAside(key = "x:{host}", ttl = "5m")
  String host(InetAddress host) {
    return "";
  }

  @CacheAside(key = "x:{caller}", ttl = "5m")
  String caller(Principal caller) {
    return "";
  }

  @CacheAside(key = "x:{color}", ttl = "5m")
  String anyEnum(Enum<?> color) {
    return "";
  }

  @CacheAside(key = "x:{n}", ttl = "5m")
  <N extends Number> String number(N n) {
    return "";
  }

  @CacheAside(key = "x:{s}", ttl = "5m")
  String text(CharSequence s) {
    return "";
  }

  @CacheAside(key = "x:{map}", ttl = "5m")
  String map(Map<String, String> map) {
    return "";
  }

  @CacheAside(key = "x:{ids}", ttl = "5m")
  String iterable(Iterable<String> ids) {
    return "";
  }

  @CacheAside(key = "x:{q}", ttl = "5m")
  String record(Query q) {
    return "";
  }

  @CacheAside(key = "x:{w}", ttl = "5m")
  String wideRecord(Wide w) {
    return "";
  }

  @CacheAside(key = "x:{loose}", ttl = "5m")
  String looseRecord(Loose loose) {
    return "";
  }

  @CacheAside(key = "x:{customer}", ttl = "5m")
  String object(Customer customer) {
    return "";
  }

  @CacheAside(key = "x:{dates}", ttl = "5m")
  String elements(List<Date> dates) {
    return "";
  }

  @Invalidate(key = {"x:{customers}", "x:{dates}", "x:{pages}", "x:{pages*}", "x:{dates*}"})
  void save(List<Customer> customers, Date[] dates, Optional<Pageable> pages) {}

  @Invalidate(key = "x:{result}")
  Query create() {
    return new Query("", 1);
  }

  @CacheAside(key = "x:{bytes}", ttl = "5m")
  String bytesHaveAText(byte[] bytes) {
    return "";
  }

  @CacheAside(key = "x:{p}:{at.time}:{at.nanos}:{zone.ID}", ttl = "5m")
  String whatIsAdvised(Paging p, Timestamp at, TimeZone zone) {
    return "";
  }
}

record Paging(Pageable page) {
  @CacheKey
  public String text() {
    return (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort();
  }
}

// error 34:21 CA104 @CacheAside key "x:{p}": {p}: org.springframework.data.domain.Pageable has no canonical text; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort()
// error 39:21 CA104 @CacheAside key "x:{sort}": {sort}: org.springframework.data.domain.Sort has no canonical text; pass its text, a String
// error 44:21 CA104 @CacheAside key "x:{date}": {date}: java.util.Date has no canonical text; write {date.time}, or use a java.time type
// error 49:21 CA104 @CacheAside key "x:{at}": {at}: java.sql.Timestamp has no canonical text; write {at.time}:{at.nanos}, or use java.time.Instant
// error 54:21 CA104 @CacheAside key "x:{day}": {day}: java.sql.Date has no canonical text; write {day.time}, or use a java.time type
// error 59:21 CA104 @CacheAside key "x:{calendar}": {calendar}: java.util.Calendar has no canonical text; write {calendar.timeInMillis}:{calendar.timeZone.ID}, or use java.time.ZonedDateTime
// error 64:21 CA104 @CacheAside key "x:{zone}": {zone}: java.util.TimeZone has no canonical text; write {zone.ID}, or use java.time.ZoneId
// error 69:21 CA104 @CacheAside key "x:{locale}": {locale}: java.util.Locale has no canonical text; write {locale.language}:{locale.country}, with {locale.script} and {locale.variant} if they may differ, or pass its toLanguageTag()
// error 74:21 CA104 @CacheAside key "x:{currency}": {currency}: java.util.Currency has no canonical text; write {currency.currencyCode}
// error 79:21 CA104 @CacheAside key "x:{type}": {type}: java.lang.Class<? extends java.lang.Number> has no canonical text; write {type.name}
// error 84:21 CA104 @CacheAside key "x:{path}": {path}: java.nio.file.Path has no canonical text; pass its text, a String
// error 89:21 CA104 @CacheAside key "x:{host}": {host}: java.net.InetAddress has no canonical text; write {host.hostAddress}
// error 94:21 CA104 @CacheAside key "x:{caller}": {caller}: java.security.Principal has no canonical text; write {caller.name}
// error 99:21 CA104 @CacheAside key "x:{color}": {color}: java.lang.Enum<?> has no canonical text; declare the enum that it is
// error 104:21 CA104 @CacheAside key "x:{n}": {n}: java.lang.Number has no canonical text; declare the number that it is, such as long or BigDecimal
// error 109:21 CA104 @CacheAside key "x:{s}": {s}: java.lang.CharSequence has no canonical text; use String
// error 114:21 CA104 @CacheAside key "x:{map}": {map}: java.util.Map<java.lang.String, java.lang.String> has no canonical text; use a record with @CacheKey, or a List of what is in it
// error 119:21 CA104 @CacheAside key "x:{ids}": {ids}: java.lang.Iterable<java.lang.String> has no canonical text; use a List
// error 124:21 CA104 @CacheAside key "x:{q}": {q}: shop.Query has no canonical text; write {q.text}:{q.page}, or put @CacheKey on shop.Query
// error 129:21 CA104 @CacheAside key "x:{w}": {w}: shop.Wide has no canonical text; put @CacheKey on shop.Wide
// error 134:21 CA104 @CacheAside key "x:{loose}": {loose}: shop.Loose has no canonical text; write {loose.id} if that identifies it, or put @CacheKey on the method that does
// error 139:21 CA104 @CacheAside key "x:{customer}": {customer}: shop.Customer has no canonical text; write {customer.uuid} if that identifies it, or put @CacheKey on the method that does
// error 144:21 CA104 @CacheAside key "x:{dates}": {dates}: java.util.Date has no canonical text (in java.util.List<java.util.Date>); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 149:22 CA104 @Invalidate key "x:{customers}": {customers}: shop.Customer has no canonical text (in java.util.List<shop.Customer>); write {customers*.uuid} if that identifies it, or put @CacheKey on the method that does
// error 149:39 CA104 @Invalidate key "x:{dates}": {dates}: java.util.Date has no canonical text (in java.util.Date[]); write {dates*.time}, or use a java.time type
// error 149:52 CA104 @Invalidate key "x:{pages}": {pages}: org.springframework.data.domain.Pageable has no canonical text (in java.util.Optional<org.springframework.data.domain.Pageable>); wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort()
// error 149:65 CA104 @Invalidate key "x:{pages*}": {pages*}: org.springframework.data.domain.Pageable has no canonical text; wrap it in a record with a @CacheKey method: (page.isPaged() ? page.getPageNumber() + ":" + page.getPageSize() : "all") + ":" + page.getSort()
// error 149:79 CA104 @Invalidate key "x:{dates*}": {dates*}: java.util.Date has no canonical text; write {dates*.time}, or use a java.time type
// error 152:21 CA104 @Invalidate key "x:{result}": {result}: shop.Query has no canonical text; write {result.text}:{result.page}, or put @CacheKey on shop.Query
