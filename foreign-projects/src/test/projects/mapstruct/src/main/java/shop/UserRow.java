package shop;

public record UserRow(long id, String name) {}
