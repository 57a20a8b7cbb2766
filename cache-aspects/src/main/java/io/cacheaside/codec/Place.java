package io.cacheaside.codec;

/**
 * Where in a return type something stands, for messages. Of several ways that lead to a class, it
 * shows the first one found.
 *
 * @param root such as {@code return type Order}
 * @param path such as {@code lines[].price}, empty for the root
 */
record Place(String root, String path) {

  static Place root(String title) {
    return new Place(title, "");
  }

  Place field(String name) {
    return new Place(root, path.isEmpty() ? name : path + "." + name);
  }

  Place element() {
    return new Place(root, path + "[]");
  }

  Place key() {
    return new Place(root, path + "[key]");
  }

  Place value() {
    return new Place(root, path + "[value]");
  }

  /** Returns the beginning of a sentence: {@code return type Order: field "lines[].price"}. */
  @Override
  public String toString() {
    if (path.isEmpty()) {
      return root + ": the value";
    }
    boolean inField = Character.isJavaIdentifierStart(path.charAt(0)) || path.indexOf('.') > 0;
    return root + ": " + (inField ? "field" : "element") + " \"" + path + "\"";
  }
}
