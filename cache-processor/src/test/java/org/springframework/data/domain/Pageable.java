package org.springframework.data.domain;

/** Stands for the interface of Spring Data, which is known by its name. */
public interface Pageable {
  boolean isPaged();

  int getPageNumber();

  int getPageSize();

  Sort getSort();
}
