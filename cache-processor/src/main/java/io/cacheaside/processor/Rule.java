package io.cacheaside.processor;

/**
 * A rule of the checks: what can be wrong, why it is wrong and what to do about it. The codes are
 * stable across releases; they begin every message and silence warnings.
 *
 * <p>Codes below CA200 are reported by the processor and by the checks of class files, the others
 * by the Maven plugin and at run time.
 */
public enum Rule {
  /** The template of a key cannot be parsed. */
  TEMPLATE_SYNTAX(
      "CA101",
      "The template of a key breaks a rule of its syntax, so no key can be made from it.",
      "Correct the template at the position that the message names: literal text and {parameter}"
          + " or {parameter.property}, with a delimiter such as ':' between two placeholders."),
  /** A placeholder names no parameter. */
  UNKNOWN_PARAMETER(
      "CA102",
      "A placeholder names neither a parameter of the method nor {this} nor, in @Invalidate, its"
          + " result.",
      "Write the name of a parameter exactly as it is declared, or {this.property} for a property"
          + " of the object that the method is called on; the message suggests the nearest."),
  /** A placeholder names a property that does not exist. */
  UNKNOWN_PROPERTY(
      "CA103",
      "A placeholder follows a property that its owner does not have: there is no such record component, public getter or public field.",
      "Correct the name; the message suggests the nearest. A getter is a public method getX(), or isX() that returns boolean. Of {this.x} neither it nor a field has to be public, but both must be visible in the class."),
  /** A value in the key has no canonical text. */
  NO_CANONICAL_TEXT(
      "CA104",
      "The value of a placeholder has a type without canonical text: equal values might be written"
          + " differently, or different ones alike.",
      "Write what the message says: a property that identifies the value, such as {user.id} or"
          + " {date.time}. Or put @CacheKey on the type if it is yours."),
  /** A parameter is not part of the key. */
  UNUSED_PARAMETER(
      "CA105",
      Severity.WARNING,
      "The key does not use a parameter, so calls that differ only in it share one entry.",
      "Put the parameter into the key. If the result really does not depend on it, write"
          + " @SuppressWarnings(\"CA105\") on the method."),
  /** The result of a method that returns nothing is used. */
  RESULT_OF_VOID(
      "CA106",
      "A key of @Invalidate uses {result}, but the method returns nothing.",
      "Use a parameter, or return what the key needs."),
  /** There is nothing to invalidate. */
  NO_KEY(
      "CA107",
      "@Invalidate names neither a key nor a region, so it would remove nothing.",
      "Write the key of the @CacheAside whose entry has to go, or the region of which everything"
          + " has to go, or remove the annotation."),
  /** A region's name is malformed. */
  REGION_NAME(
      "CA108",
      "The name of a region has characters that cannot stand in front of a key, or is too long.",
      "Use 1 to 64 letters, digits, '-', '_' or '.'; leave the region out for the default one."),
  /** The class file has no parameter names. */
  NO_PARAMETER_NAMES(
      "CA109",
      "The class was compiled without the names of parameters, so placeholders cannot be resolved"
          + " when the method is called.",
      "Compile with -g (Maven does by default) or with -parameters."),
  /** The receiver of a static method is used. */
  THIS_OF_STATIC(
      "CA110",
      "A key uses {this}, but the method is static, so it is called on no object.",
      "Use a parameter, or make the method an instance method."),
  /** A text is no positive duration. */
  DURATION(
      "CA111",
      "The text of ttl or negativeTtl is not a duration, or it is not positive.",
      "Write whole numbers with the units d, h, m, s and ms, from large to small: \"5m\","
          + " \"250ms\", \"1h30m\"; or ISO-8601: \"PT5M\"."),
  /** A duration is too short or too long. */
  DURATION_RANGE(
      "CA112",
      "The duration is not between one millisecond and 24 days.",
      "Choose a duration of at most \"24d\"; entries that are needed longer are loaded again."),
  /** An absence would live longer than a value. */
  NEGATIVE_ABOVE_TTL(
      "CA113",
      "The value of negativeTtl is above that of ttl: an absence would live longer than a value.",
      "Make negativeTtl smaller than ttl, or leave it out."),
  /** A star stands on a value without elements. */
  NO_ELEMENTS(
      "CA114",
      "A placeholder with '*' stands for each element of a value, but its type has none, or its"
          + " values are used up when they are looked at.",
      "Use a collection, an array or an Optional; a List in place of a Stream or an Iterator; a"
          + " collection of a Map's keys or values in place of the Map."),
  /** A star stands in the key of a cached method. */
  STARRED_READ(
      "CA115",
      "A placeholder with '*' makes one key for each element of a value, but a cached method has one"
          + " key for each call. It is for @Invalidate.",
      "Leave the '*' out, so that the whole collection is the key; or cache a method that loads one"
          + " element, and call it for each."),
  /** A part of a page request stands for all of it. */
  PARTIAL_PAGE(
      "CA116",
      "The key of a cached method has properties of a Pageable, but not its sort, so pages in one order are served to callers who asked for another. A Sort has the same problem: sorted or not is not what it sorts by.",
      "Wrap the Pageable in a record with a @CacheKey method, as the message shows, or pass the text of its sort as a parameter that has sort in its name and stands in the key. If the order is always the same, write @SuppressWarnings(\"CA116\") on the method."),
  /** The method returns nothing. */
  NOTHING_TO_CACHE(
      "CA121",
      "@CacheAside stands on a method that returns nothing, so there is nothing to cache.",
      "Return the value that is to be cached, or use @Invalidate if the method writes."),
  /** The result can be used once, or is a resource. */
  ONE_SHOT_RESULT(
      "CA122",
      "The method returns something that is consumed by its first reader, or that holds a"
          + " resource; a cache has to hand it out many times.",
      "Return the data: a List instead of a Stream or an Iterator, a byte[] or a String instead of"
          + " an InputStream or a Reader."),
  /** A cached method is asynchronous. */
  ASYNCHRONOUS_READ(
      "CA123",
      "@CacheAside stands on a method that returns a future or a publisher, which is not supported"
          + " yet.",
      "Annotate a method that returns the value itself, and call that one asynchronously."),
  /** A Kotlin suspend function is annotated. */
  SUSPEND_FUNCTION(
      "CA124",
      "The annotation stands on a suspend function: it returns before its work is done, and what it"
          + " returns may be a marker instead of the value.",
      "Annotate a function without suspend that does the work, and call that from the suspend"
          + " function."),
  /** The codec will refuse the return type. */
  NOT_ENCODABLE(
      "CA125",
      "The codec refuses the return type, because some part of it may hold any class at all, or a"
          + " class that bytes cannot stand for. Without the setting allow, no call would be cached.",
      "Declare concrete types, seal the hierarchy, or name the classes in the setting allow and"
          + " write @SuppressWarnings(\"CA125\") on the method; where only the Maven plugin checks,"
          + " CA125 in its setting suppress. Without allow, the method then runs uncached."),
  /** An invalidating method is asynchronous. */
  ASYNCHRONOUS_WRITE(
      "CA126",
      "@Invalidate stands on a method that returns a future or a publisher: it returns before its"
          + " work is done, so the keys would be removed too early.",
      "Wait for the result in the method, or annotate the method that writes."),
  /** The return type contains a class that bytes cannot construct. */
  OWN_CONSTRUCTION(
      "CA127",
      "The return type contains a class that says how its instances come to be, by readResolve,"
          + " writeReplace, readObject, writeObject or readExternal, or by a transient field that"
          + " only a constructor with parameters fills. The codec reads fields and calls none of"
          + " these, so a hit would be another object than the method returned.",
      "Return a record of what matters in it. An enum, or one private constructor without"
          + " parameters and one static final field, makes a class whose instances are found again."
          + " A constructor without parameters, which may be private, fills transient fields. Or, with"
          + " a codec of your own that can write such objects, write @SuppressWarnings(\"CA127\") on"
          + " the method."),
  /** The return type contains an entity. */
  PERSISTENCE_STATE(
      "CA128",
      Severity.WARNING,
      "The return type contains a JPA entity. While a part of it is not loaded, it is returned and"
          + " not cached; a hit is detached, so it is neither saved nor loaded further.",
      "Return a record of what is needed. If all of the entity is fetched each time and nobody"
          + " changes what the method returned, write @SuppressWarnings(\"CA128\") on the method."),
  /** A Kotlin inline function is annotated. */
  INLINE_FUNCTION(
      "CA129",
      "The annotation stands on an inline function. Kotlin copies the body of such a function to"
          + " where it is called, so calls do not pass the cache. Only the Maven plugin sees it.",
      "Remove inline, or let the inline function call an annotated one that is not."),
  /** The annotated method belongs to an interface and has no body. */
  INTERFACE_METHOD(
      "CA130",
      Severity.WARNING,
      "The annotation stands on a method of an interface. There is no body to weave, and annotations"
          + " are not inherited by the methods that implement it, so it acts only where something"
          + " is put in front of the objects. Not reported where cache-spring-boot-starter is on the"
          + " class path, which does that and looks at the start whether it did.",
      "Use what CacheAsideRuntime.wrap(Users.class, users) returns, or cache-spring-boot-starter, which"
          + " does it for beans; then write @SuppressWarnings(\"CA130\") on the method or on the"
          + " interface, and where the processor does not run, name CA130 in the setting suppress of"
          + " the plugin. Else move the annotation to the methods that implement it."),
  /** The annotated method has no body. */
  NO_BODY(
      "CA131",
      "The annotation stands on an abstract method of a class: there is no body to weave, and"
          + " annotations are not inherited by the methods that implement it.",
      "Move the annotation to the methods that implement it, or to an interface whose objects are"
          + " wrapped (CA130)."),
  /** The annotated method is native. */
  NATIVE_METHOD(
      "CA132",
      "The annotation stands on a native method, which has no body to weave.",
      "Annotate a Java method that calls the native one."),
  /** An override is not annotated, though what it overrides is. */
  HIDDEN_BY_OVERRIDE(
      "CA133",
      Severity.WARNING,
      "A method overrides an annotated one without repeating the annotation. Annotations of methods"
          + " are not inherited, so calls of the override bypass the cache.",
      "Repeat the annotation on the override. If it must not act there, or if the override calls"
          + " super, write @SuppressWarnings(\"CA133\") on it."),
  /** A method caches and removes the same key. */
  SAME_KEY(
      "CA134",
      "@CacheAside and @Invalidate on one method have the same key, or the latter clears the region"
          + " of the former: each call would remove what it has just cached.",
      "Drop one of the two annotations."),
  /** A cached method is synchronized. */
  SYNCHRONIZED_METHOD(
      "CA135",
      Severity.WARNING,
      "The method is synchronized. The cache is asked inside the lock, so hits wait for each other"
          + " and for every load.",
      "Remove synchronized: a key is loaded once at a time anyway. If the lock guards something"
          + " else, take it inside the body."),
  /** The result depends on a type parameter of the class, and the key does not. */
  GENERIC_RESULT(
      "CA136",
      "The type of the result depends on a type parameter of the class, but the key does not say on"
          + " which object the method was called. Objects for other types, such as those of another"
          + " subclass, have the same key.",
      "Put what tells them apart into the key: {this.class.name} if each type has a subclass of its"
          + " own, else a property such as {this.table}, from a field table or a method getTable()."),
  /** Objects that may differ share entries. */
  SHARED_BY_SUBCLASSES(
      "CA137",
      Severity.WARNING,
      "The method is inherited by several classes, or belongs to objects for several types, and its"
          + " key does not say on which object it was called: all of them share one entry.",
      "Put what tells them apart into the key, such as {this.class.name} or {this.table}, from a"
          + " field table or a method getTable(). If the result is the same in all of them, write"
          + " @SuppressWarnings(\"CA137\") on the method."),
  /** Two methods with values of different types have the same keys. */
  REPLACED_ENTRIES(
      "CA138",
      "Two cached methods have the same keys: their templates differ at most in the names of the"
          + " placeholders, their regions not at all. But they return different types, so neither"
          + " can read what the other has cached, and replaces it: both load again and again.",
      "Give one of them another key, such as \"user-name:{id}\" beside \"user:{id}\", or another"
          + " region."),
  /** A body reads what differs between objects that share entries. */
  BODY_READS_FIELDS(
      "CA139",
      Severity.WARNING,
      "The body of a cached method, or what it calls on the same object, reads fields whose values"
          + " may differ between objects of the class, but its key does not say on which object it"
          + " was called: all of them share one entry. Only the Maven plugin looks into bodies. It"
          + " takes no notice of services, collections, injected fields and constants.",
      "Put the fields into the key, such as {this.tenant}; in an enum, {this}. If they are the same"
          + " in all objects, as the settings of a service are, write @SuppressWarnings(\"CA139\")"
          + " on the method."),
  /** Two methods have keys in common. */
  SHARED_ENTRIES(
      "CA140",
      Severity.WARNING,
      "Two cached methods have keys in common, so each serves what the other has cached. That is right"
          + " only if both return the same values, and with the ttl of the one that loads. If they"
          + " return different types, they replace each other's entries where their keys meet."
          + " CA143 is the same of two classes that have all keys in common.",
      "Give one of them another key or another region. If they are to share their entries, as two ways"
          + " to the same object may, write @SuppressWarnings(\"CA140\") on one of them."),
  /** A key that is invalidated is never cached. */
  UNMATCHED_INVALIDATION(
      "CA141",
      Severity.WARNING,
      "The key of an @Invalidate has the form of no @CacheAside key of its region, so it probably removes nothing. The compiler sees one module, and reports a key that is almost another one, or that is cached in another region without being CA147; the Maven plugin sees all modules that this one depends on, and reports each.",
      "Correct the key; the message names the closest one. If the cached method is in a module that"
          + " this one does not depend on, write @SuppressWarnings(\"CA141\") on the method."),
  /** There is nothing that can be fenced. */
  NOTHING_TO_FENCE(
      "CA142",
      Severity.WARNING,
      "@Invalidate has when = AROUND, but nothing that can be fenced before the method runs: all"
          + " its keys use {result}, or it clears a whole region. It acts after the method, like"
          + " AFTER, and not if the JVM dies before that.",
      "Name a key that is made of parameters only. If none can be, leave when out."),
  /** Two methods that know nothing of each other have the same keys. */
  FOREIGN_ENTRIES(
      "CA143",
      "Two cached methods of different classes have the same keys and return the same type, so a"
          + " caller of one would get what the other has cached. At run time the one of the later"
          + " name is not cached, as long as nobody says that this is meant.",
      "Give one of them another key or another region. If both always return the same values, write"
          + " @SuppressWarnings(\"CA143\") on one of them; where only the Maven plugin checks, CA143"
          + " in its setting suppress."),
  /** A key that is invalidated is written otherwise than the one that is cached. */
  KEY_TYPES_DIFFER(
      "CA145",
      Severity.WARNING,
      "The key of an @Invalidate has the form of a @CacheAside key, but the type of a placeholder is"
          + " another one, whose values are written otherwise: a Set is <1,2>, a List [1,2], a"
          + " double 1.0, an int 1. So it removes nothing, or not everything.",
      "Write {ids*} for one key for each element of a collection; else use the type of the"
          + " @CacheAside method. If another method has cached what is meant, write"
          + " @SuppressWarnings(\"CA145\") on the method."),
  /** Nobody reads the region of an invalidation. */
  UNREAD_REGION(
      "CA146",
      Severity.WARNING,
      "The region of an @Invalidate is that of no @CacheAside in this compilation or, where the"
          + " Maven plugin checks, on the class path, so it probably removes nothing.",
      "Correct the region; the message names the closest one. If the cached methods are in a module"
          + " that is not visible here, or in another application, write"
          + " @SuppressWarnings(\"CA146\") on the method."),
  /** What is invalidated in one region is cached in another. */
  OTHER_REGION(
      "CA147",
      "The key of an @Invalidate is cached in another region and not in its own, which is that of an @Invalidate without region, is almost the name of the other, or has other keys only. So it removes nothing, and callers go on to see what it was to remove.",
      "Write the region of the @CacheAside, which the message names. If what has this key is cached where the build does not see it, write @SuppressWarnings(\"CA147\") on the method."),
  /** A type cannot be a key in the way it is annotated. */
  CACHE_KEY_PLACE(
      "CA151",
      "@CacheKey stands where it cannot work: on a type that is no record, on a method that is not"
          + " a public instance method without parameters, in several places of one type, or on"
          + " values without canonical text.",
      "Put it on a record, or on the one public method without parameters whose value is the key"
          + " text."),
  /** A type says for its methods what it has none for. */
  REGION_WITHOUT_METHODS(
      "CA152",
      Severity.WARNING,
      "@CacheRegion stands on a type that declares no annotated method. It counts for the methods of"
          + " this very type, and is not inherited, so somebody may take methods to be in a region"
          + " that they are not in.",
      "Put it on the type that declares the methods, or remove it."),
  /** A check could not be made. */
  CHECK_FAILED(
      "CA199",
      Severity.WARNING,
      "A check could not be made, often because a class is missing on the class path. The method"
          + " may be right or wrong; the run time will tell.",
      "Put the missing class on the class path. If nothing is missing, report the message: it is a"
          + " defect of the checks."),
  /** A method is annotated, but its class is not woven. */
  NOT_WOVEN(
      "CA201",
      "A method is annotated, but its class is not woven, so the annotation does nothing.",
      "Add the goal weave of cache-maven-plugin to the build (weave-tests for test classes), and"
          + " make sure that nothing compiles the classes again after it."),
  /** The aspects are missing. */
  NO_RUNTIME(
      "CA202",
      "There are annotated classes, but cache-aspects is no dependency, so there is nothing to"
          + " weave in.",
      "Add the dependency io.cacheaside:cache-aspects."),
  /** The weaver failed. */
  WEAVER_ERROR(
      "CA203",
      "The AspectJ weaver reported an error.",
      "Read the weaver's message; a missing class means that a dependency is not on the class"
          + " path."),
  /** Maven runs without a compiler. */
  NO_COMPILER(
      "CA204",
      "The Java that runs Maven has no compiler, so class files cannot be checked.",
      "Run Maven with a JDK, not with a JRE."),
  /** Class files are newer than the Java that checks them. */
  NEWER_CLASS_FILE(
      "CA205",
      "A class file was compiled for a newer Java than the one that runs Maven, which cannot read"
          + " it.",
      "Run Maven with a JDK that is at least as new as the release the classes are compiled for.");

  private final String code;
  private final Severity severity;
  private final String cause;
  private final String fix;

  Rule(String code, String cause, String fix) {
    this(code, Severity.ERROR, cause, fix);
  }

  Rule(String code, Severity severity, String cause, String fix) {
    this.code = code;
    this.severity = severity;
    this.cause = cause;
    this.fix = fix;
  }

  /** Returns the stable code, such as {@code CA102}. */
  public String code() {
    return code;
  }

  /** Returns whether breaking the rule stops the build. */
  public Severity severity() {
    return severity;
  }

  /**
   * Returns whether it can be silenced by its code: every warning, and the errors that are none for
   * every codec or setting, or that may be meant.
   */
  public boolean canBeSilenced() {
    return severity == Severity.WARNING
        || this == NOT_ENCODABLE
        || this == OWN_CONSTRUCTION
        || this == FOREIGN_ENTRIES
        || this == PARTIAL_PAGE
        || this == OTHER_REGION;
  }

  /** Returns why this is a mistake: whole sentences in plain English. */
  public String cause() {
    return cause;
  }

  /** Returns what to do about it: whole sentences in plain English. */
  public String fix() {
    return fix;
  }

  /** How much a rule matters. */
  public enum Severity {
    /** It cannot work: the build stops. */
    ERROR,
    /** It works, but probably not as meant; can be silenced. */
    WARNING
  }
}
