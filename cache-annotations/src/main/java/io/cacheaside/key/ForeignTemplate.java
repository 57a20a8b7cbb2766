package io.cacheaside.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that is written as another library wants it, such as {@code 'user:' + #id} or {@code
 * user:{0}}, and the template that is meant. Much of it is a template, too, of which every call
 * would have the same key. Written once for the compiler's checks and for the runtime.
 */
public final class ForeignTemplate {
  private static final Pattern VARIABLE = Pattern.compile("(?<![\\w}])#([A-Za-z_]\\w*)");
  private static final Pattern DOLLAR = Pattern.compile("\\$(?:\\{|([A-Za-z_]\\w*))");

  /** A {@code #} behind a name or a placeholder separates it from the next one. */
  private static final Pattern HASH = Pattern.compile("(?<![\\w}])#\\{");

  private static final Pattern INLINE =
      Pattern.compile(
          "#?\\{#([\\w.?()\\[\\]]+)}|(?<![\\w}])#([A-Za-z_](?:[\\w?()\\[\\]]|\\.\\w)*)");
  private static final Pattern TYPE = Pattern.compile("\\bT\\([A-Za-z_][\\w.]*\\)");
  private static final Pattern CONCATENATION = Pattern.compile("'|\\+");
  private static final Pattern OPERAND = Pattern.compile("\\s*('(?:[^']|'')*'|[^'+]+)\\s*(\\+|$)");
  private static final Pattern BRACES = Pattern.compile("\\{+([^{}]*)}+|%[sd]");
  private static final Pattern NUMBERED = Pattern.compile("(?:arg|p|a)?(\\d{1,3})");
  private static final Pattern ARGUMENT = Pattern.compile("args\\[(\\d{1,3})]");

  /** Names and paths that are all there is between two delimiters. */
  private static final Pattern WORDS =
      Pattern.compile("(?<![\\w.+-])[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*(?![\\w.+-])");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*\\*?");

  private final String key;
  private final List<String> parameters;
  private final boolean isRead;

  private ForeignTemplate(String key, List<String> parameters, boolean isRead) {
    this.key = key;
    this.parameters = parameters;
    this.isRead = isRead;
  }

  /**
   * Says that a key is not written as a template, and what is meant; null if there is no sign of
   * it.
   *
   * @param parameters the names of the method's parameters
   * @param isRead whether it is the key of a cached method, whose result is not known yet
   */
  public static @Nullable String problem(String key, List<String> parameters, boolean isRead) {
    String found = new ForeignTemplate(key, parameters, isRead).problem();
    return found == null ? null : "key \"" + key + "\"" + found;
  }

  /** Returns the parameter that {@code arg0}, {@code p0} or {@code a0} stands for, or null. */
  public static @Nullable String numbered(String name, List<String> parameters) {
    Matcher number = NUMBERED.matcher(name);
    int index = number.matches() ? Integer.parseInt(number.group(1)) : parameters.size();
    return index < parameters.size() ? parameters.get(index) : null;
  }

  private @Nullable String problem() {
    if (isExpression()) {
      String meant = CONCATENATION.matcher(key).find() ? parsed(concatenated()) : null;
      meant = meant == null && key.indexOf('\'') < 0 ? parsed(inline()) : meant;
      meant = key.equals(meant) ? null : meant;
      return meant == null
          ? " is an expression, but a key is a template of text, {parameter} and"
              + " {parameter.property}; pass what has to be computed as a parameter"
          : " is an expression, but a key is a template; write \"" + meant + "\"";
    }
    if (hasDollar()) {
      String meant = parsed(withoutDollars());
      return meant == null ? null : ": a placeholder has no '$'; write \"" + meant + "\"";
    }
    if (HASH.matcher(key).find()) {
      String meant = parsed(withoutHashes());
      return meant == null ? null : ": a placeholder has no '#'; write \"" + meant + "\"";
    }
    if (parsed(key) == null) {
      String meant = parsed(withNames());
      return meant == null ? null : ": a placeholder is a name in braces; write \"" + meant + "\"";
    }
    if (isRead && key.indexOf('{') < 0) { // CA141 looks at those of @Invalidate
      String meant = withBraces();
      return meant.equals(key)
          ? null
          : " is the same for all calls; a parameter stands in braces: write \"" + meant + "\"";
    }
    return null;
  }

  private boolean isExpression() {
    if (TYPE.matcher(key).find() || (key.startsWith("'") && key.indexOf('\'', 1) > 0)) {
      return true;
    }
    return VARIABLE
        .matcher(key)
        .results()
        .anyMatch(
            each ->
                parameters.contains(each.group(1))
                    || List.of("root", "result", "args", "target").contains(each.group(1))
                    || numbered(each.group(1), parameters) != null);
  }

  private boolean hasDollar() {
    return DOLLAR
        .matcher(key)
        .results()
        .anyMatch(each -> each.group(1) == null || parameters.contains(each.group(1)));
  }

  /** Returns the text if it is a template. */
  private static @Nullable String parsed(@Nullable String template) {
    if (template == null) {
      return null;
    }
    try {
      return KeyTemplate.parse(template).text();
    } catch (KeyTemplateException e) {
      return null;
    }
  }

  /** {@code 'user:' + #id}. */
  private @Nullable String concatenated() {
    StringBuilder template = new StringBuilder();
    Matcher operand = OPERAND.matcher(key);
    boolean undelimited = false;
    int end = 0;
    while (end < key.length() && operand.find() && operand.start() == end) {
      end = operand.end();
      String text = operand.group(1).strip();
      if (text.startsWith("'")) {
        String literal = text.substring(1, text.length() - 1).replace("''", "'");
        template.append(literal);
        undelimited &= literal.chars().noneMatch(c -> KeyCharacters.isDelimiter((char) c));
        continue;
      }
      String placeholder = text.startsWith("#") ? placeholder(text.substring(1)) : null;
      if (placeholder == null) {
        return null;
      }
      template.append(undelimited ? ":" : "").append(placeholder);
      undelimited = true;
    }
    return end == key.length() ? template.toString() : null;
  }

  /** {@code user:#id}. */
  private @Nullable String inline() {
    return replaced(INLINE, each -> each.group(1) == null ? each.group(2) : each.group(1));
  }

  /** {@code user:${id}}. */
  private @Nullable String withoutDollars() {
    String named =
        DOLLAR
            .matcher(key)
            .replaceAll(
                each ->
                    each.group(1) == null
                        ? "{"
                        : parameters.contains(each.group(1))
                            ? "{" + each.group(1) + "}"
                            : Matcher.quoteReplacement(each.group()));
    return new ForeignTemplate(named, parameters, isRead).withNames();
  }

  /** {@code user:#{id}}. */
  private @Nullable String withoutHashes() {
    return new ForeignTemplate(HASH.matcher(key).replaceAll("{"), parameters, isRead).withNames();
  }

  /** {@code user:id}. What a key of several words begins with is its name. */
  private String withBraces() {
    return WORDS
        .matcher(key)
        .replaceAll(
            each -> {
              boolean isName = each.start() == 0 && each.end() < key.length();
              String root = each.group().replaceFirst("\\..*", "");
              return isName || !parameters.contains(root) ? each.group() : "{" + each.group() + "}";
            });
  }

  /** {@code user:{0}}, {@code user:{user.getId()}}, {@code user:%s}. */
  private @Nullable String withNames() {
    int[] next = {0};
    return replaced(
        BRACES, each -> each.group(1) == null ? String.valueOf(next[0]++) : each.group(1));
  }

  private interface Inner {
    String of(Matcher match);
  }

  private @Nullable String replaced(Pattern pattern, Inner inner) {
    StringBuilder template = new StringBuilder();
    Matcher match = pattern.matcher(key);
    while (match.find()) {
      String placeholder = placeholder(inner.of(match));
      if (placeholder == null) {
        return null;
      }
      match.appendReplacement(template, Matcher.quoteReplacement(placeholder));
    }
    return match.appendTail(template).toString();
  }

  /** Returns the placeholder for the path of an expression, null if there is none. */
  private @Nullable String placeholder(String expression) {
    String text = expression.strip().replace("?.", ".");
    if (!isRead) { // a read has no star
      text = text.replaceAll("\\.!\\[(\\w+)]", "*.$1").replaceAll("\\[\\*?]|\\.\\*", "*");
    }
    List<String> path = new ArrayList<>(List.of(text.split("\\.", -1)));
    if (path.get(0).startsWith("#")) {
      path.set(0, path.get(0).substring(1));
    }
    if (path.get(0).equals("root") && path.size() > 1) {
      path.remove(0);
    }
    String root = root(path.remove(0));
    if (root == null) {
      return null;
    }
    StringBuilder placeholder = new StringBuilder("{").append(root);
    for (String step : path) {
      String property = property(step);
      if (!step.equals("toString()")) {
        if (!NAME.matcher(property).matches()) {
          return null;
        }
        placeholder.append('.').append(property);
      }
    }
    return placeholder.append('}').toString();
  }

  private @Nullable String root(String name) {
    String plain = name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
    if (parameters.contains(plain) || name.equals("this")) {
      return name;
    }
    if (name.equals("target")) {
      return "this";
    }
    if (plain.equals("result")) {
      return isRead ? null : name;
    }
    Matcher argument = ARGUMENT.matcher(name);
    String number = argument.matches() ? argument.group(1) : name;
    return numbered(number, parameters);
  }

  /** {@code getId()} is the property {@code id}. */
  private static String property(String step) {
    String name = step.endsWith("()") ? step.substring(0, step.length() - 2) : step;
    int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
    boolean isGetter =
        !name.equals(step)
            && prefix > 0
            && name.length() > prefix
            && Character.isUpperCase(name.charAt(prefix));
    return isGetter
        ? name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1)
        : name;
  }
}
