package io.cacheaside.key;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** A type with its arguments, written as {@code new Token<List<String>>() {}}. */
abstract class Token<T> {
  final Type type =
      ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
}
