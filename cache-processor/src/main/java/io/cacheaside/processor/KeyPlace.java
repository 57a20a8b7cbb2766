package io.cacheaside.processor;

import io.cacheaside.key.KeyForm;
import io.cacheaside.key.KeyTemplate.Placeholder;

/**
 * A placeholder of a template, and what stands there in keys. Immutable.
 *
 * @param type the name of the type whose text is written, an element's where there is a star
 * @param form the form of that text
 */
record KeyPlace(Placeholder placeholder, String type, KeyForm form) {

  /** Keeps in mind that an element is hardly ever null, and the name of a class no number. */
  KeyPlace {
    form = (placeholder.isStarred() ? form.present() : form).in(placeholder);
  }
}
