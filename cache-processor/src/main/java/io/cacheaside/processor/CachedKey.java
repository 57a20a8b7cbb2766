package io.cacheaside.processor;

import io.cacheaside.key.KeyForm;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.processor.KeyShape.Filling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of a {@code @CacheAside}, and what it has in common with one of an {@code @Invalidate}.
 * Immutable.
 *
 * @param owner the method, for messages: {@code shop.Users.find}
 * @param places its placeholders, null if they are wrong
 */
record CachedKey(
    String owner, String region, String template, KeyShape shape, @Nullable List<KeyPlace> places) {

  /**
   * Returns whether a key of the other form has this form, and what it writes out may stand there.
   */
  boolean covers(KeyShape other) {
    List<Filling> fillings = shape.match(other);
    if (fillings == null || places == null) {
      return fillings != null;
    }
    for (int i = 0; i < fillings.size(); i++) {
      Filling filling = fillings.get(i);
      if (filling.isWrittenOut() && !places.get(i).form().admits(filling.text())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns how the texts of a key of this form are not those of this key: what stands where, and
   * what to do. Null if they can be the same, or if nobody can tell.
   */
  @Nullable String difference(KeyShape other, @Nullable List<KeyPlace> otherPlaces) {
    List<Filling> fillings = shape.match(other);
    if (fillings == null || places == null || otherPlaces == null) {
      return null;
    }
    for (int i = 0; i < fillings.size(); i++) {
      Filling filling = fillings.get(i);
      String found =
          filling.isWrittenOut()
              ? null
              : difference(places.get(i), otherPlaces.get(filling.number()));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String difference(KeyPlace read, KeyPlace written) {
    String found =
        "%s is %s, where the @CacheAside key \"%s\" of %s has %s"
            .formatted(written.placeholder(), described(written), template, owner, described(read));
    if (!read.form().canBe(written.form())) {
      return found + ", so it removes nothing; " + fix(read, written);
    }
    if (read.form().saysAbsenceOtherwise(written.form())) {
      return found
          + ": an empty Optional is ~o in a key and null is ~, so the entry of an absent value"
          + " stays; use the same type in both";
    }
    return null;
  }

  private static String described(KeyPlace place) {
    return place.type() + place.form().described();
  }

  private static String fix(KeyPlace read, KeyPlace written) {
    KeyForm readForm = read.form();
    KeyForm writtenForm = written.form();
    Placeholder placeholder = written.placeholder();
    boolean oneOfThem = writtenForm.kind().hasElements() && !readForm.kind().hasElements();
    if (oneOfThem && !placeholder.isStarred() && writtenForm.parts().get(0).canBe(readForm)) {
      Placeholder starred =
          new Placeholder(
              placeholder.root(),
              placeholder.path(),
              placeholder.path().size(),
              placeholder.position());
      return "write " + starred + " for one key for each element";
    }
    if (placeholder.isStarred() && readForm.kind().hasElements()) {
      Placeholder whole =
          new Placeholder(placeholder.root(), placeholder.pathToValue(), placeholder.position());
      return "write " + whole + ", without the '*', for the key of the whole collection";
    }
    return "use the same type in both";
  }
}
