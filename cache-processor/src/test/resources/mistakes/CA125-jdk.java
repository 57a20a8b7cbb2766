package shop;

import io.cacheaside.annotation.CacheAside;
import java.io.File;
import java.sql.Timestamp;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicLong;

record Booking(Timestamp created, Calendar until, Date day, TimeZone zone, Iterable<String> notes) {}

record Upload(Map<String, File> parts) {}

class Users {
  @CacheAside(key = "1", ttl = "5m")
  Iterable<Booking> works() {
    return List.of();
  }

  @CacheAside(key = "2", ttl = "5m")
  Upload upload() {
    return null;
  }

  @CacheAside(key = "3", ttl = "5m")
  AtomicLong counter() {
    return null;
  }

  @CacheAside(key = "4", ttl = "5m")
  PriorityQueue<String> queue() {
    return null;
  }

  @CacheAside(key = "5", ttl = "5m")
  Properties properties() {
    return null;
  }

  @CacheAside(key = "6", ttl = "5m")
  List<Temporal> times() {
    return null;
  }

  @CacheAside(key = "7", ttl = "5m")
  Iterable<Object> anything() {
    return null;
  }

  @CacheAside(key = "8", ttl = "5m")
  @SuppressWarnings("CA125")
  Object uncached() {
    return null;
  }
}

// in class files only: error CA125 @CacheAside return type Object: the value is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow

// error 26:3 CA125 @CacheAside return type Upload: field "parts[value]" is declared File, a class of the JDK that the codec has no form for; use text, numbers or a record
// error 31:3 CA125 @CacheAside return type AtomicLong: the value is declared AtomicLong, a class of the JDK that the codec has no form for; use text, numbers or a record
// error 36:3 CA125 @CacheAside return type PriorityQueue<String>: the value is declared PriorityQueue<String>, a class of the JDK that the codec has no form for; use text, numbers or a record
// error 41:3 CA125 @CacheAside return type Properties: the value is declared Properties, a class of the JDK that the codec has no form for; use text, numbers or a record
// error 46:3 CA125 @CacheAside return type List<Temporal>: element "[]" is declared Temporal, a class of the JDK that the codec has no form for; use text, numbers or a record
// error 51:3 CA125 @CacheAside return type Iterable<Object>: element "[]" is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
