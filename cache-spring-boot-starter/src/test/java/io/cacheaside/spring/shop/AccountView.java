package io.cacheaside.spring.shop;

public record AccountView(long id, String name) {}
