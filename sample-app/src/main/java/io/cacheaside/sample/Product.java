package io.cacheaside.sample;

/**
 * A product as the shop shows it.
 *
 * @param id its number
 * @param name what it is called
 * @param cents its price in cents
 * @param version 1 when it is created, and one more with every change of the price
 */
public record Product(long id, String name, long cents, long version) {}
