package io.cacheaside.key;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that Kotlin's compiler gives to parameters and getters in class files, and what key
 * templates call them. Stateless: may be used by many threads.
 */
public final class KotlinNames {
  /**
   * The root of a placeholder for the receiver of an extension function, or for the value of a
   * member of a value class: {@code {receiver.id}}.
   */
  public static final String RECEIVER = "receiver";

  /** The annotation that its compiler puts on each class. */
  public static final String METADATA = "kotlin.Metadata";

  /** The annotation of value classes. */
  public static final String VALUE_CLASS = "kotlin.jvm.JvmInline";

  /** The method that takes the value out of an object of a value class. */
  public static final String UNBOX = "unbox-impl";

  /** A parameter whose type is a value class: {@code $v$c$shop-UserId$-id$0}. */
  private static final Pattern UNBOXED = Pattern.compile("\\$v\\$c\\$.+\\$-(.+)\\$\\d+");

  private KotlinNames() {}

  /** Returns what templates call a parameter, for most the name itself. */
  public static String ofParameter(String name) {
    Matcher unboxed = UNBOXED.matcher(name);
    String written = unboxed.matches() ? unboxed.group(1) : name;
    boolean isReceiver =
        written.startsWith("$this$") || (unboxed.matches() && written.matches("this|\\$this\\$.*"));
    return isReceiver ? RECEIVER : written;
  }

  /**
   * Returns a method's name without what the compiler has added: the hash of value classes in the
   * signature, {@code getId-t5nQC94}, and in classes of Kotlin the module of {@code internal}
   * members, {@code getId$shop}.
   */
  public static String ofMethod(String name, boolean isKotlin) {
    int end = name.indexOf('-');
    int module = isKotlin ? name.indexOf('$') : -1;
    if (module > 0 && (end < 0 || module < end)) {
      end = module;
    }
    return end > 0 ? name.substring(0, end) : name;
  }
}
