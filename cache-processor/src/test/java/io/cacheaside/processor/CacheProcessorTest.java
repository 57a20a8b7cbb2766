package io.cacheaside.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheProcessorTest {
  private static final String IMPORTS =
      """
      import io.cacheaside.annotation.CacheAside;
      import io.cacheaside.annotation.Invalidate;
      """;

  @TempDir Path output;

  static List<Path> correct() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/correct"))) {
      return files.sorted().toList();
    }
  }

  private static Processor lombok() {
    return ServiceLoader.load(Processor.class).stream()
        .filter(each -> each.type().getName().startsWith("lombok."))
        .filter(each -> each.type().getName().endsWith("$AnnotationProcessor"))
        .findFirst()
        .orElseThrow()
        .get();
  }

  @ParameterizedTest
  @MethodSource("correct")
  void source_withoutMistake_isCompiledInSilence(Path file) {
    Javac javac = new Javac(output).source(file).processors(new CacheProcessor());
    assertThat(javac.options("-Xlint:all,-processing", "-g").run()).isEmpty();
    assertThat(javac.checkClassFiles().findings())
        .filteredOn(finding -> finding.severity() == Rule.Severity.ERROR)
        .isEmpty();
  }

  // Beside other processors

  private static final String LOMBOK =
      IMPORTS
          + """
          @lombok.Getter
          class User {
            private long id;
            private String name;
            @lombok.Getter(lombok.AccessLevel.PRIVATE) private String secret;
          }

          @lombok.Value
          @lombok.Builder
          class Query {
            User user;
            boolean active;
          }

          class Users {
            @CacheAside(key = "user:{query.user.id}:{query.active}:{builder}", ttl = "5m")
            String find(Query query, @lombok.NonNull String builder) {
              return "Ann";
            }

            @Invalidate(key = "user:{user.secret}:{user.id}:{user.name}")
            void save(User user) {}
          }
          """;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getters_ofLombok_areSeenInEitherOrder(boolean lombokFirst) {
    Processor[] processors = {lombok(), new CacheProcessor()};
    Javac javac =
        new Javac(output)
            .source("Users.java", LOMBOK)
            .processors(processors[lombokFirst ? 0 : 1], processors[lombokFirst ? 1 : 0]);
    assertThat(javac.run())
        .extracting(Javac.Message::toString)
        .containsExactly(
            "error 23:21 CA103 @Invalidate key \"user:{user.secret}:{user.id}:{user.name}\":"
                + " {user.secret}: User has no property \"secret\"; getSecret() of User is"
                + " not public; make it so");
  }

  /** Generates a record in the first round, and a class that uses it in the second. */
  @SupportedAnnotationTypes("*")
  private static final class Generator extends AbstractProcessor {
    private int rounds;

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      rounds++;
      if (rounds == 1) {
        generate("BaseDto", "public record BaseDto(long id, String name) {}");
      } else if (rounds == 2) {
        generate(
            "Repository",
            IMPORTS
                + """
                public class Repository {
                  public BaseDto getDto() { return null; }
                  @CacheAside(key = "dto:{di}", ttl = "5m")
                  public BaseDto find(long id) { return null; }
                }
                """);
      }
      return false;
    }

    private void generate(String name, String text) {
      try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
        writer.write(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void classes_generatedInLaterRounds_areSeenAndChecked() {
    String source =
        IMPORTS
            + """
            class Users extends Repository {
              @CacheAside(key = "dto:{dto.id}:{repository.dto.name}", ttl = "5m")
              BaseDto map(BaseDto dto, Repository repository) {
                return dto;
              }

              @CacheAside(key = "dto:{repository.dto.nmae}", ttl = "5m")
              BaseDto wrong(Repository repository) {
                return null;
              }
            }
            """;
    assertThat(
            new Javac(output)
                .source("Users.java", source)
                .processors(new CacheProcessor(), new Generator())
                .run())
        .extracting(Javac.Message::toString)
        .containsExactly(
            "error 9:21 CA103 @CacheAside key \"dto:{repository.dto.nmae}\":"
                + " {repository.dto.nmae}: BaseDto has no property \"nmae\"; did you mean"
                + " \"name\"?",
            "error 5:21 CA102 @CacheAside key \"dto:{di}\": {di} names no parameter; did you mean"
                + " {id}?",
            "warning 5:21 CA137 @CacheAside key \"dto:{di}\": Repository has subclasses such as"
                + " Users, and all of them share one entry; put what tells them apart into the key,"
                + " such as {this.class.name}, or suppress \"CA137\" if the result is the same in"
                + " all of them");
  }

  @Test
  void classes_thatAreMissing_areReportedByJavacAlone() {
    String source =
        IMPORTS
            + """
            class Users {
              @CacheAside(key = "user:{user.id}:{uid}", ttl = "5m")
              String find(Missing user) {
                return "Ann";
              }

              @CacheAside(key = PREFIX + "{id}", ttl = "soon")
              java.util.List<Missing> unresolvedValue(long id) {
                return null;
              }

              @CacheAside(key = "user:{uid}", ttl = "5m")
              String wrong(long id) {
                return "Ann";
              }
            }
            """;
    assertThat(
            new Javac(output).source("Users.java", source).processors(new CacheProcessor()).run())
        .extracting(message -> message.line() + " " + message.text().lines().findFirst().get())
        .containsExactlyInAnyOrder(
            "5 cannot find symbol",
            "9 cannot find symbol",
            "10 cannot find symbol",
            "14 CA102 @CacheAside key \"user:{uid}\": {uid} names no parameter; did you mean"
                + " {id}?");
  }

  // Defects

  /** Runs the processor in an environment whose types fail. */
  @SupportedAnnotationTypes("*")
  private static final class InBrokenEnvironment extends AbstractProcessor {
    private final CacheProcessor processor = new CacheProcessor();

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public synchronized void init(ProcessingEnvironment real) {
      super.init(real);
      Types types = proxy(Types.class, real.getTypeUtils(), "erasure", null);
      processor.init(proxy(ProcessingEnvironment.class, real, "getTypeUtils", types));
    }

    /** Returns a view on an object whose one method gives something else, or fails. */
    private static <T> T proxy(Class<T> type, T real, String method, Object replacement) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, called, arguments) -> {
                if (!called.getName().equals(method)) {
                  try {
                    return called.invoke(real, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }
                if (replacement == null) {
                  throw new IllegalStateException("broken");
                }
                return replacement;
              }));
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      processor.process(annotations, round);
      return false;
    }
  }

  @Test
  void check_thatFails_isAWarning_andTheOthersAreMade() {
    String source =
        IMPORTS
            + """
            class Users {
              @CacheAside(key = "user:{id}", ttl = "soon")
              String find(long id) {
                return "Ann";
              }

              @Invalidate(key = "user:{idd}")
              @Invalidate(key = "user:{id}")
              void save(long id) {}
            }
            """;
    assertThat(
            new Javac(output)
                .source("Users.java", source)
                .processors(new InBrokenEnvironment())
                .run())
        .extracting(Javac.Message::toString)
        .containsExactly(
            "warning 5:10 CA199 the check of find failed: java.lang.IllegalStateException: broken;"
                + " it is not checked",
            "error 4:40 CA111 @CacheAside ttl \"soon\" is not a duration: found 's' where a whole"
                + " number was expected; write for example \"5m\", \"250ms\", \"1h30m\" or"
                + " \"PT5M\"",
            "error 11:8 CA102 @Invalidate key \"user:{idd}\": {idd} names no parameter; did you"
                + " mean {id}?",
            "warning 11:8 CA199 the check of save failed: java.lang.IllegalStateException: broken;"
                + " it is not checked");
  }

  // The index

  private String index() {
    return Javac.read(output.resolve("META-INF/cacheaside/classes.idx"));
  }

  private void compile(String name, String text) {
    assertThat(
            new Javac(output)
                .source(name, IMPORTS + text)
                .options("-classpath", output + java.io.File.pathSeparator + classPath())
                .processors(new CacheProcessor())
                .run())
        .isEmpty();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String annotated(String name) {
    return "class %s { @CacheAside(key = \"%s\", ttl = \"5m\") String find() { return \"\"; } } "
        .formatted(name, name);
  }

  @Test
  void index_listsAnnotatedClasses_sorted() {
    compile(
        "All.java",
        "class B { static " + annotated("Inner") + "} " + annotated("A") + "class C {}");
    assertThat(index()).isEqualTo("A\nB$Inner\n");
  }

  @Test
  void index_ofAPartialCompilation_keepsTheOtherClasses() throws IOException {
    compile("All.java", annotated("A") + annotated("B") + annotated("C"));
    Files.delete(output.resolve("C.class"));
    compile("B.java", "class B {}");
    assertThat(index()).isEqualTo("A\n");
    compile("D.java", "class D { " + annotated("E") + "}");
    assertThat(index()).isEqualTo("A\nD$E\n");
  }

  @Test
  void index_saysWhichWarningsAreSilenced_thatOnlyClassFilesGive() throws IOException {
    String writers =
        """
        class A {
          @SuppressWarnings({"CA146", "CA142", "CA141"})
          @Invalidate(region = "r") void clear(long id, java.util.List<String> names) {}
          @Invalidate(region = "r") void loud() {}
          @SuppressWarnings({"CA127", "CA146"})
          @CacheAside(key = "o", ttl = "5m") String own() { return ""; }
        }
        @SuppressWarnings("cacheaside") class B {
          @Invalidate(region = "r") int clear() { return 1; }
          @CacheAside(key = "k", ttl = "5m") String find() { return ""; }
        }
        """;
    compile("All.java", writers);
    String expected =
        """
        A CA141@clear(JLjava/util/List;)V CA146@clear(JLjava/util/List;)V CA127@own()Ljava/lang/String;
        B CA141@clear()I CA145@clear()I CA146@clear()I CA139@find()Ljava/lang/String; CA140@find()Ljava/lang/String;
        """;
    assertThat(index()).isEqualTo(expected);
    compile("C.java", "class C {}");
    assertThat(index()).isEqualTo(expected);
  }

  /** The class files of a module do not say whether the processor has seen them. */
  @Test
  void index_listsClassesThatHideAnnotatedMethods_asLongAsTheyDo() throws IOException {
    String hiding =
        "@SuppressWarnings(\"CA133\") class %s extends Users { String find() { return \"\"; } } ";
    compile("Users.java", annotated("Users"));
    compile("Admins.java", hiding.formatted("Admins") + hiding.formatted("Guests"));
    compile("Owners.java", "class Owners extends Users { String find(long id) { return \"\"; } }");
    assertThat(index()).isEqualTo("Admins\nGuests\nUsers\n");
    compile("Admins.java", "class Admins extends Users {}");
    assertThat(index()).isEqualTo("Guests\nUsers\n");
  }

  @Test
  void index_withoutAnnotatedClasses_isNotWritten() {
    compile("A.java", "class A {}");
    assertThat(output.resolve("META-INF")).doesNotExist();
  }

  @Test
  void processor_isRegistered_forJavacAndForGradle() {
    assertThat(ServiceLoader.load(Processor.class).stream().map(ServiceLoader.Provider::type))
        .contains(CacheProcessor.class);
    assertThat(
            Javac.read(
                Path.of("src/main/resources/META-INF/gradle/incremental.annotation.processors")))
        .isEqualTo(CacheProcessor.class.getName() + ",aggregating\n");
  }

  /** It intercepts beans, and fails the start if it could not. */
  @Test
  void interfaceMethods_besideTheStarter_areNotWarnedOf() {
    String users =
        """
        package shop;

        interface Users {
          @io.cacheaside.annotation.CacheAside(key = "user:{id}", ttl = "5m")
          String find(long id);
        }
        """;
    assertThat(
            new Javac(output)
                .source("Users.java", users)
                .source("Starter.java", "package io.cacheaside.spring; class Starter {}")
                .processors(new CacheProcessor())
                .run())
        .isEmpty();
    assertThat(new Javac(output).source("Users.java", users).processors(new CacheProcessor()).run())
        .hasSize(1);
  }
}
