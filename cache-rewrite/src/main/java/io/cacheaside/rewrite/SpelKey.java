package io.cacheaside.rewrite;

import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates keys that are written in Spring's expression language into templates: strings,
 * numbers, parameters, their properties, and what is put together from these with {@code +} or as a
 * list. All else would have to be computed, which a template does not do.
 */
final class SpelKey {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern PARAMETER_BY_INDEX =
      Pattern.compile("#(?:[pa]|root\\.args\\[)(\\d+)]?(.*)");
  private static final Pattern TARGET = Pattern.compile("#root\\.(?:target|this)\\.(.+)");
  private static final Pattern PARAMETER = Pattern.compile("#(\\w+)(.*)");
  private static final Pattern PROPERTY =
      Pattern.compile("\\??\\.(?:get([A-Z]\\w*)\\(\\)|(\\w+)(?!\\w*\\())");

  private final String method;
  private final List<String> parameters;
  private final boolean write;

  /**
   * @param method the name of the method
   * @param parameters the names of its parameters
   * @param write whether the key is one of a write, which may name the result
   */
  SpelKey(String method, List<String> parameters, boolean write) {
    this.method = method;
    this.parameters = parameters;
    this.write = write;
  }

  /** Says why there is no template. */
  static final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1;

    Untranslatable(String message) {
      super(message);
    }
  }

  /** Returns the template of a method that names no key: all parameters. */
  String ofAllParameters() throws Untranslatable {
    return parameters.isEmpty()
        ? checked("all")
        : checked("{" + String.join("}:{", parameters) + "}");
  }

  /** Returns the template that gives one key for each that the expression gives. */
  String template(String expression) throws Untranslatable {
    String text = expression.strip();
    if (text.startsWith("{") && text.endsWith("}")) { // a list
      StringBuilder template = new StringBuilder();
      for (String element : split(text.substring(1, text.length() - 1), ',')) {
        template.append(template.isEmpty() ? "" : ":").append(term(element));
      }
      return checked(template.toString());
    }
    StringBuilder template = new StringBuilder();
    for (String term : split(text, '+')) {
      template.append(term(term));
    }
    return checked(template.toString());
  }

  private static String checked(String template) throws Untranslatable {
    try {
      KeyTemplate.parse(template);
      return template;
    } catch (KeyTemplateException e) {
      throw new Untranslatable(String.valueOf(e.getMessage()));
    }
  }

  /** Splits at a character that stands outside strings, parentheses and braces. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && "([{".indexOf(c) >= 0) {
        depth++;
      } else if (!quoted && ")]}".indexOf(c) >= 0) {
        depth--;
      } else if (c == separator && !quoted && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private String term(String untrimmed) throws Untranslatable {
    String term = untrimmed.strip();
    if (term.length() > 1 && term.startsWith("'") && term.endsWith("'")) {
      String literal = term.substring(1, term.length() - 1);
      if (!literal.replace("''", "").contains("'")) {
        return literal.replace("''", "'");
      }
    } else if (NUMBER.matcher(term).matches()) {
      return term;
    } else if (term.equals("#root.methodName") || term.equals("#root.method.name")) {
      return method;
    }
    String placeholder = placeholder(term);
    if (placeholder == null) {
      throw new Untranslatable("a template does not compute " + term);
    }
    return "{" + placeholder + "}";
  }

  private @Nullable String placeholder(String term) throws Untranslatable {
    Matcher target = TARGET.matcher(term);
    if (target.matches()) {
      return path("this", "." + target.group(1));
    }
    Matcher byIndex = PARAMETER_BY_INDEX.matcher(term);
    if (byIndex.matches()) {
      int index = Integer.parseInt(byIndex.group(1));
      if (index >= parameters.size()) {
        throw new Untranslatable(term + " is no parameter");
      }
      return path(parameters.get(index), byIndex.group(2));
    }
    Matcher named = PARAMETER.matcher(term);
    if (!named.matches() || named.group(1).equals("root")) {
      return null;
    }
    String name = named.group(1);
    if (!parameters.contains(name) && !(write && name.equals("result"))) {
      throw new Untranslatable("#" + name + " is no parameter");
    }
    return path(name, named.group(2));
  }

  private static @Nullable String path(String root, String properties) {
    StringBuilder path = new StringBuilder(root);
    String rest = properties.replaceFirst("\\.toString\\(\\)$", "");
    Matcher property = PROPERTY.matcher(rest);
    int end = 0;
    while (end < rest.length() && property.region(end, rest.length()).lookingAt()) {
      String got = property.group(1);
      path.append('.')
          .append(
              got == null
                  ? property.group(2)
                  : Character.toLowerCase(got.charAt(0)) + got.substring(1));
      end = property.end();
    }
    return end == rest.length() ? path.toString() : null;
  }
}
