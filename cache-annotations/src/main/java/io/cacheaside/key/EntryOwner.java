package io.cacheaside.key;

import io.cacheaside.key.KeyTemplate.Literal;
import io.cacheaside.key.KeyTemplate.Placeholder;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cached method as the owner of its entries, to tell whether another one has entries under the
 * same keys. Written once for the compiler's checks and for the runtime, so that they cannot
 * disagree. Immutable.
 *
 * <p>Two templates have the same keys if they are equal but for the names in their placeholders,
 * and if the values of these may have the same texts: a {@code long} and a {@code String} may, a
 * {@code long} and a {@code UUID} may not. Of templates that differ in their literal text nothing
 * is said; two of them meet only if a text fills what the other has as literal, as the name {@code
 * all} makes {@code user:all} of <code>user:{name}</code>.
 *
 * @param method for messages: {@code shop.Users.find(long)}
 * @param type the type of its values, for messages
 * @param region the region of its keys
 * @param template the template of its keys
 * @param forms of the texts of the template's placeholders, in their order
 */
public record EntryOwner(
    String method, String type, String region, KeyTemplate template, List<KeyForm> forms) {

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

  /**
   * What is wrong with two methods that have the same keys.
   *
   * @param isFatal whether they replace each other's entries, rather than share them
   * @param text what was found and what to do
   */
  public record Clash(boolean isFatal, String text) {}

  /** Keeps a copy of the forms. */
  public EntryOwner {
    forms = List.copyOf(forms);
    if (forms.size() != placeholders(template).size()) {
      throw new IllegalArgumentException(
          "%d forms for the placeholders of %s".formatted(forms.size(), template));
    }
  }

  private static List<Placeholder> placeholders(KeyTemplate template) {
    return template.parts().stream()
        .filter(Placeholder.class::isInstance)
        .map(Placeholder.class::cast)
        .toList();
  }

  /** Returns what owners of the same keys have in common: the region and the literal text. */
  public String group() {
    return template.parts().stream()
        .map(part -> part instanceof Literal literal ? literal.text() : "{}")
        .collect(Collectors.joining("", region + " ", ""));
  }

  /**
   * Returns what is wrong with this method, because of another one; null if nothing is.
   *
   * @param kinship of the two methods' objects
   * @param isAlike whether the values of one are written and read as those of the other
   */
  public @Nullable Clash clashWith(EntryOwner other, Kinship kinship, boolean isAlike) {
    if (!group().equals(other.group())) {
      return null;
    }
    String unless = "";
    List<Placeholder> own = placeholders(template);
    List<Placeholder> others = placeholders(other.template);
    for (int i = 0; i < own.size(); i++) {
      Placeholder one = own.get(i);
      Placeholder two = others.get(i);
      if (!forms.get(i).canBe(other.forms.get(i))) {
        return null;
      }
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
    return isAlike && kinship == Kinship.OVERRIDE ? null : clash(other, isAlike, unless);
  }

  private static boolean isOwn(Placeholder placeholder) {
    return placeholder.root().equals("this");
  }

  private Clash clash(EntryOwner other, boolean isAlike, String unless) {
    boolean isFatal = !isAlike && unless.isEmpty();
    String text =
        "@CacheAside key \"%s\": %s has the key \"%s\" in the same region%s; use another key or"
            + " region for one of them%s";
    String consequence =
        isAlike
            ? ", so each serves what the other has cached" + unless
            : " and returns %s, but this method %s, so they replace each other's entries%s"
                .formatted(other.type, type, unless);
    String exception =
        isFatal
            ? ""
            : ", or suppress \"CA140\" on either if %s"
                .formatted(isAlike ? "both return the same values" : "it never is");
    return new Clash(
        isFatal, text.formatted(template, other.method, other.template, consequence, exception));
  }
}
