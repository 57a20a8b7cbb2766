package org.springframework.data.domain;

/** Stands for the class of Spring Data, which is known by its name. */
public class Sort {
  /** Returns whether there is an order. */
  public boolean isSorted() {
    return false;
  }
}
