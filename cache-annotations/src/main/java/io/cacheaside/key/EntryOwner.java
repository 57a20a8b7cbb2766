package io.cacheaside.key;

import io.cacheaside.key.KeyTemplate.Literal;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.TextPattern.UnknownTextException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cached method as the owner of its entries, to tell whether another one has entries under the
 * same keys. Written once for the compiler's checks and for the runtime, so that they cannot
 * disagree. Immutable, and threadsafe.
 *
 * <p>Two templates have the same keys if they are equal but for the names in their placeholders,
 * and if the values of these may have the same texts: a {@code long} and a {@code String} may, a
 * {@code long} and a {@code UUID} may not. Templates that differ in their literal text have some
 * keys in common if a text may fill what the other has as literal, as the name {@code all} makes
 * {@code user:all} of <code>user:{name}</code>, while no <code>user:{id}</code> with a {@code long}
 * can. That a value is absent is left out of account, and so is what a <code>{this...}</code> may
 * be.
 */
public final class EntryOwner {

  /** The properties of an object by which no two classes are alike. */
  private static final List<List<String>> NAMES_OF_CLASSES =
      List.of(List.of("class", "name"), List.of("class", "typeName"));

  /** What the objects that two methods are called on have to do with each other. */
  public enum Kinship {
    /** One may be called on an object that the other is called on. */
    SAME_OBJECT,
    /** The same, but one overrides the other. */
    OVERRIDE,
    /** The methods are of classes of which neither is below the other, or are static. */
    NONE
  }

  /** What comes of keys that two methods have in common. */
  public enum Danger {
    /** They replace each other's entries, all of them and for certain. */
    REPLACED("CA138"),
    /** Each serves what the other has cached, and they are of classes that need not be alike. */
    SHARED("CA143"),
    /**
     * One of the two for some keys, or not for certain, or in one source, where it may be meant.
     */
    POSSIBLE("CA140");

    private final String code;

    Danger(String code) {
      this.code = code;
    }

    /** Returns the code of the rule, which silences all but {@link #REPLACED}. */
    public String code() {
      return code;
    }
  }

  /**
   * What is wrong with two methods that have the same keys.
   *
   * @param text what was found and what to do
   */
  public record Clash(Danger danger, String text) {
    /** Returns whether this cannot be meant. */
    public boolean isFatal() {
      return danger == Danger.REPLACED;
    }
  }

  private final String method;
  private final String source;
  private final String type;
  private final String region;
  private final KeyTemplate template;
  private final List<KeyForm> forms;

  /** The template without the names in it. */
  private final String literals;

  /** What its keys can be, once that was asked for. */
  private @Nullable TextPattern pattern;

  private boolean isUnknown;

  /**
   * Creates an owner.
   *
   * @param method for messages: {@code shop.Users.find(long)}
   * @param source the binary name of the outermost class around it: who writes there sees all of it
   * @param type the type of its values, for messages
   * @param region the region of its keys
   * @param template the template of its keys
   * @param forms of the texts of the template's placeholders, in their order
   */
  public EntryOwner(
      String method,
      String source,
      String type,
      String region,
      KeyTemplate template,
      List<KeyForm> forms) {
    List<Placeholder> placeholders = placeholders(template);
    if (forms.size() != placeholders.size()) {
      throw new IllegalArgumentException(
          "%d forms for the placeholders of %s".formatted(forms.size(), template));
    }
    this.method = method;
    this.source = source;
    this.type = type;
    this.region = region;
    this.template = template;
    this.forms =
        IntStream.range(0, forms.size())
            .mapToObj(i -> forms.get(i).in(placeholders.get(i)))
            .toList();
    this.literals = literals(template);
  }

  /** Returns the method, for messages. */
  public String method() {
    return method;
  }

  /** Returns the region of its keys. */
  public String region() {
    return region;
  }

  /** Returns what its keys can be; built once, as each method is compared with many. */
  synchronized TextPattern pattern() throws UnknownTextException {
    if (pattern == null) {
      if (isUnknown) {
        throw new UnknownTextException();
      }
      isUnknown = true; // unless it is found
      pattern = TextPattern.of(template, forms);
    }
    return pattern;
  }

  private static List<Placeholder> placeholders(KeyTemplate template) {
    return template.parts().stream()
        .filter(Placeholder.class::isInstance)
        .map(Placeholder.class::cast)
        .toList();
  }

  private static String literals(KeyTemplate template) {
    return template.parts().stream()
        .map(part -> part instanceof Literal literal ? literal.text() : "{}")
        .collect(Collectors.joining());
  }

  /**
   * Returns what is wrong with this method, because of another one; null if nothing is.
   *
   * @param kinship of the two methods' objects; asked for only if the keys may meet
   * @param isAlike whether the values of one are written and read as those of the other; likewise
   */
  public @Nullable Clash clashWith(
      EntryOwner other, Supplier<Kinship> kinship, BooleanSupplier isAlike) {
    if (!region.equals(other.region) || !CommonKey.beginAlike(template, other.template)) {
      return null;
    }
    if (literals.equals(other.literals)) {
      return mayBeAlike(other) ? sameKeys(other, kinship.get(), isAlike.getAsBoolean()) : null;
    }
    if (namesObject() || other.namesObject()) {
      return null;
    }
    String common = commonKey(other);
    return common == null ? null : someKeys(other, common, kinship.get(), isAlike.getAsBoolean());
  }

  private @Nullable String commonKey(EntryOwner other) {
    try {
      return CommonKey.of(pattern(), other.pattern());
    } catch (UnknownTextException e) {
      return null;
    }
  }

  private boolean mayBeAlike(EntryOwner other) {
    for (int i = 0; i < forms.size(); i++) {
      if (!forms.get(i).canBe(other.forms.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What an object tells of itself is the program's own word, not one that comes from outside. */
  private boolean namesObject() {
    return placeholders(template).stream().anyMatch(EntryOwner::isOwn);
  }

  private @Nullable Clash someKeys(
      EntryOwner other, String common, Kinship kinship, boolean isAlike) {
    if (isAlike && kinship == Kinship.OVERRIDE) {
      return null;
    }
    String both = "both can have the key \"%s\"".formatted(common);
    return clash(
        Danger.POSSIBLE,
        other,
        isAlike
            ? ", and %s, so each serves what the other has cached under it".formatted(both)
            : " and returns %s, but this method %s; %s, so they replace each other's entries there"
                .formatted(other.type, type, both),
        "no value is ever written so");
  }

  private @Nullable Clash sameKeys(EntryOwner other, Kinship kinship, boolean isAlike) {
    String unless = "";
    List<Placeholder> own = placeholders(template);
    List<Placeholder> others = placeholders(other.template);
    for (int i = 0; i < own.size(); i++) {
      Placeholder one = own.get(i);
      Placeholder two = others.get(i);
      boolean samePath = one.root().equals(two.root()) && one.path().equals(two.path());
      if (!isOwn(one) && !isOwn(two)) {
        continue; // any value may be given to either
      }
      if (samePath && NAMES_OF_CLASSES.contains(one.path()) && kinship != Kinship.SAME_OBJECT) {
        return null;
      }
      if (!samePath || kinship == Kinship.NONE) {
        unless = " where %s is written alike".formatted(isOwn(one) ? one : two);
      }
    }
    return isAlike && kinship == Kinship.OVERRIDE ? null : sameKeys(other, isAlike, unless);
  }

  private static boolean isOwn(Placeholder placeholder) {
    return placeholder.root().equals("this");
  }

  private Clash sameKeys(EntryOwner other, boolean isAlike, String unless) {
    if (isAlike) {
      boolean isMeant = source.equals(other.source);
      return clash(
          isMeant || !unless.isEmpty() ? Danger.POSSIBLE : Danger.SHARED,
          other,
          ", so each serves what the other has cached" + unless,
          "both return the same values");
    }
    return clash(
        unless.isEmpty() ? Danger.REPLACED : Danger.POSSIBLE,
        other,
        " and returns %s, but this method %s, so they replace each other's entries%s"
            .formatted(other.type, type, unless),
        "it never is");
  }

  /**
   * Says what to do.
   *
   * @param fineIf when nothing is wrong after all, if that can be
   */
  private Clash clash(Danger danger, EntryOwner other, String consequence, String fineIf) {
    String text =
        "@CacheAside key \"%s\": %s has the key \"%s\" in the same region%s; use another key or"
            + " region for one of them%s";
    String exception =
        danger == Danger.REPLACED
            ? ""
            : ", or suppress \"%s\" on either if %s".formatted(danger.code(), fineIf);
    return new Clash(
        danger, text.formatted(template, other.method, other.template, consequence, exception));
  }
}
