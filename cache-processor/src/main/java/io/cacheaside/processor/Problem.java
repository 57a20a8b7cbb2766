package io.cacheaside.processor;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * One mistake, and what to point at.
 *
 * @param text what was found and what to do, without code and place
 * @param element the method or type at which it was found
 * @param annotation the annotation that is wrong, null for the element itself
 * @param value the value that is wrong, null for the whole annotation
 * @param source the wrong value as text, empty if there is none
 * @param other the method that it is wrong beside, null if it is wrong on its own
 */
record Problem(
    Rule rule,
    String text,
    Element element,
    @Nullable AnnotationMirror annotation,
    @Nullable AnnotationValue value,
    String source,
    @Nullable Element other) {

  static Problem at(Rule rule, Element element, String text) {
    return new Problem(rule, text, element, null, null, "", null);
  }

  static Problem at(Rule rule, Element element, Usage usage, String text) {
    return new Problem(rule, text, element, usage.mirror(), null, "", null);
  }

  static Problem at(Rule rule, Element element, Usage usage, Usage.Text value, String text) {
    return at(rule, element, usage.mirror(), value, text);
  }

  static Problem at(
      Rule rule, Element element, AnnotationMirror annotation, Usage.Text value, String text) {
    return new Problem(rule, text, element, annotation, value.value(), value.text(), null);
  }

  /** Returns the same problem, of which another method is the reason. */
  Problem because(Element reason) {
    return new Problem(rule, text, element, annotation, value, source, reason);
  }

  /** Returns whether the other one says the same of the same value, maybe in other words. */
  boolean isAtThePlaceOf(Problem other) {
    return rule == other.rule
        && element.equals(other.element)
        && annotation == other.annotation
        && value == other.value;
  }

  String message() {
    return rule.code() + " " + text;
  }
}
