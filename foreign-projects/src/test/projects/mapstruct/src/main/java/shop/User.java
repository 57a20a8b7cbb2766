package shop;

public record User(long id, String name) {}
