package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.cacheaside.annotation.CacheAside;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/api.txt} equal to what users can name, so that a change of the API is seen as
 * such. After one that is wanted, run this test with {@code -Dcacheaside.write-docs=true} and look
 * at the difference.
 */
class ApiPageTest {
  private static final Path PAGE = Path.of("../docs/api.txt");
  private static final Pattern EXPORTS = Pattern.compile("(?m)^ *exports ([a-z.]+);");

  /** Exported for woven code: the aspects' own record of their ABI holds them. */
  private static final Set<String> FOR_WOVEN_CODE =
      Set.of("io.cacheaside.aspect", "io.cacheaside.engine", "io.cacheaside.engine.entry");

  @Test
  void page_isWhatTheModulesExport() throws IOException, ClassNotFoundException {
    String page = page();
    if (Boolean.getBoolean("cacheaside.write-docs")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() throws IOException, ClassNotFoundException {
    List<String> lines = new ArrayList<>();
    lines.add("# What the modules export to applications, written by ApiPageTest");
    for (Class<?> type : exported()) {
      lines.add("");
      lines.add(header(type));
      members(type).forEach(member -> lines.add("  " + member));
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<Class<?>> exported() throws IOException, ClassNotFoundException {
    Set<String> packages = new TreeSet<>();
    for (String module : List.of("../cache-annotations", "../cache-weaving", "../cache-aspects")) {
      Matcher exports =
          EXPORTS.matcher(Files.readString(Path.of(module, "src/main/module/module-info.java")));
      while (exports.find()) {
        packages.add(exports.group(1));
      }
    }
    packages.removeAll(FOR_WOVEN_CODE);
    List<Class<?>> types = new ArrayList<>();
    for (JavaClass each : classes()) {
      if (packages.contains(each.getPackageName())) {
        Class<?> type = Class.forName(each.getName(), false, ApiPageTest.class.getClassLoader());
        if (isVisible(type)) {
          types.add(type);
        }
      }
    }
    types.sort(Comparator.comparing(Class::getName));
    return types;
  }

  /** From a folder or a jar, depending on how far the build went. */
  private static Iterable<JavaClass> classes() throws IOException {
    URL own = Path.of("target", "classes").toUri().toURL();
    URL annotation = Objects.requireNonNull(CacheAside.class.getResource(""));
    return new ClassFileImporter().importUrls(List.of(own, annotation));
  }

  private static boolean isVisible(Class<?> type) {
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && isVisible(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String header(Class<?> type) {
    // JDKs differ in whether they say that an interface is sealed.
    String declared = type.toGenericString().replace("non-sealed ", "").replace("sealed ", "");
    StringBuilder text = new StringBuilder(declared);
    Type parent = type.getGenericSuperclass();
    if (parent != null && !type.isEnum() && !type.isRecord() && parent != Object.class) {
      text.append(" extends ").append(parent.getTypeName());
    }
    if (type.getInterfaces().length > 0) {
      text.append(type.isInterface() ? " extends " : " implements ")
          .append(names(type.getGenericInterfaces()));
    }
    return text.toString();
  }

  private static String names(Type... types) {
    return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
  }

  private static List<String> members(Class<?> type) {
    return Stream.<Member[]>of(
            type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
        .filter(member -> !isSubclassOnly(type, member))
        .map(ApiPageTest::text)
        .sorted()
        .toList();
  }

  /** What is protected in a class that nobody extends is not for users. */
  private static boolean isSubclassOnly(Class<?> type, Member member) {
    return Modifier.isProtected(member.getModifiers()) && Modifier.isFinal(type.getModifiers());
  }

  private static String text(Member member) {
    String declaring = member.getDeclaringClass().getTypeName() + ".";
    String text;
    if (member instanceof Field field) {
      text = field.toGenericString();
    } else if (member instanceof Method method) {
      text = method.toGenericString();
      Object value = method.getDefaultValue();
      text +=
          value == null
              ? ""
              : " default " + (value instanceof Object[] a ? Arrays.asList(a) : value);
    } else {
      text = ((Constructor<?>) member).toGenericString();
    }
    return text.replace(declaring, "");
  }
}
