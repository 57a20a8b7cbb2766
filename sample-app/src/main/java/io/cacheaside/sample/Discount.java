package io.cacheaside.sample;

import org.jspecify.annotations.Nullable;

/**
 * What a shop agreed with one of its customers.
 *
 * @param shop the shop's name
 * @param customer the customer's name, or null for what every customer gets
 * @param percent taken off the price
 */
public record Discount(@Nullable String shop, @Nullable String customer, int percent) {}
