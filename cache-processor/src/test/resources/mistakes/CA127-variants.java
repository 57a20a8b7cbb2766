package shop;

import io.cacheaside.annotation.CacheAside;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class Colour implements Serializable {
  static final Colour RED = new Colour("red");
  static final Colour BLUE = new Colour("blue");
  private final String name;

  private Colour(String name) {
    this.name = name;
  }

  private Object readResolve() {
    return name.equals("red") ? RED : BLUE;
  }
}

record Interned(String text) {
  private Object readResolve() {
    return this;
  }
}

class Replaced implements Serializable {
  int number;

  protected Object writeReplace() {
    return number;
  }
}

class Inheriting extends Replaced {}

class Checked implements Serializable {
  private void readObject(ObjectInputStream in) {}
}

class CheckedBelow extends Checked {}

class Guarded implements Serializable {
  private void writeObject(ObjectOutputStream out) {}
}

class Self implements Externalizable {
  public void writeExternal(ObjectOutput out) {}

  public void readExternal(ObjectInput in) {}
}

class Locked<T> {
  private T content;
  private transient Object lock = new Object();

  Locked(T content) {
    this.content = content;
  }
}

class LockedBelow extends Locked<String> {
  LockedBelow(String text) {
    super(text);
  }
}

class Salted {
  private final transient int salt;

  Salted(int salt) {
    this.salt = salt;
  }
}

final class Many implements Serializable {
  static final Many ONE = new Many();
  static final Many TWO = new Many();

  private Many() {}

  private Object readResolve() {
    return ONE;
  }
}

// None of these is refused.

abstract sealed class State permits Loading, Empty {
  private final Object open = ""; // not looked at in singletons
}

final class Loading extends State {
  public static final Loading INSTANCE = new Loading();

  private Loading() {}
}

final class Empty extends State implements Serializable {
  private static final Empty THE_ONE = new Empty();
  private final transient Map<String, String> names = new HashMap<>();

  private Empty() {}

  private Object readResolve() {
    return THE_ONE;
  }
}

final class Suit {
  static final Suit CLUBS = new Suit("clubs");
  static final Suit HEARTS = new Suit("hearts");
  final String name;

  private Suit(String name) {
    this.name = name;
  }
}

class Homonym {
  String readResolve() {
    return "";
  }

  static Object writeReplace() {
    return "";
  }

  void readObject(String text) {}
}

class SilentSuper {
  private Object readResolve() {
    return this; // not inherited
  }
}

class Subclass extends SilentSuper {}

final class Hashed {
  private final String text;
  private transient int hash;

  Hashed(String text) {
    this.text = text;
  }
}

record Fine(State state, Suit suit, Homonym homonym, Subclass subclass, Hashed hashed) {}

class Users {
  @CacheAside(key = "1", ttl = "5m")
  Colour colour() {
    return null;
  }

  @CacheAside(key = "2", ttl = "5m")
  List<Interned> interned() {
    return null;
  }

  @CacheAside(key = "3", ttl = "5m")
  Map<String, Replaced> replaced() {
    return null;
  }

  @CacheAside(key = "4", ttl = "5m")
  Inheriting inheriting() {
    return null;
  }

  @CacheAside(key = "5", ttl = "5m")
  CheckedBelow checked() {
    return null;
  }

  @CacheAside(key = "6", ttl = "5m")
  Guarded guarded() {
    return null;
  }

  @CacheAside(key = "7", ttl = "5m")
  Self self() {
    return null;
  }

  @CacheAside(key = "8", ttl = "5m")
  LockedBelow locked() {
    return null;
  }

  @CacheAside(key = "9", ttl = "5m")
  Locked<Long> lockedItself() {
    return null;
  }

  @CacheAside(key = "10", ttl = "5m")
  Salted salted() {
    return null;
  }

  @CacheAside(key = "11", ttl = "5m")
  Many many() {
    return null;
  }

  @CacheAside(key = "12", ttl = "5m")
  Fine fine() {
    return null;
  }
}

class SilencedForACodec {
  @CacheAside(key = "silenced:{id}", ttl = "5m")
  @SuppressWarnings("CA127")
  Salted silenced(long id) {
    return null;
  }
}

// error 159:3 CA127 @CacheAside return type Colour: the value may hold Colour, a class with readResolve, so only it knows which instance to give; make it an enum or a record, or a singleton with one private constructor without parameters and one static final field
// error 164:3 CA127 @CacheAside return type List<Interned>: element "[]" may hold Interned, a class with readResolve, so only it knows which instance to give; make it an enum or a record, or a singleton with one private constructor without parameters and one static final field
// error 169:3 CA127 @CacheAside return type Map<String, Replaced>: element "[value]" may hold Replaced, a class with writeReplace, so it has a form of its own, which may not fit its fields; return a record of what it holds
// error 174:3 CA127 @CacheAside return type Inheriting: the value may hold Inheriting, a class with writeReplace, so it has a form of its own, which may not fit its fields; return a record of what it holds
// error 179:3 CA127 @CacheAside return type CheckedBelow: the value may hold CheckedBelow, a class with readObject, so it has a form of its own, which may not fit its fields; return a record of what it holds
// error 184:3 CA127 @CacheAside return type Guarded: the value may hold Guarded, a class with writeObject, so it has a form of its own, which may not fit its fields; return a record of what it holds
// error 189:3 CA127 @CacheAside return type Self: the value may hold Self, a class with readExternal, so it has a form of its own, which may not fit its fields; return a record of what it holds
// error 194:3 CA127 @CacheAside return type LockedBelow: the value may hold LockedBelow, whose transient field "lock" nothing fills when it is read; give LockedBelow a constructor without parameters that does, which may be private, or return a record without the field
// error 199:3 CA127 @CacheAside return type Locked<Long>: the value may hold Locked<Long>, whose transient field "lock" nothing fills when it is read; give Locked a constructor without parameters that does, which may be private, or return a record without the field
// error 204:3 CA127 @CacheAside return type Salted: the value may hold Salted, whose transient field "salt" nothing fills when it is read; give Salted a constructor without parameters that does, which may be private, or return a record without the field
// error 209:3 CA127 @CacheAside return type Many: the value may hold Many, a class with readResolve, so only it knows which instance to give; make it an enum or a record, or a singleton with one private constructor without parameters and one static final field

// in class files only: error CA127 @CacheAside return type Salted: the value may hold Salted, whose transient field "salt" nothing fills when it is read; give Salted a constructor without parameters that does, which may be private, or return a record without the field
