package org.springframework.data.repository;

/** Stands for the interface of Spring Data, which is known by its name. */
public interface Repository<T, K> {}
