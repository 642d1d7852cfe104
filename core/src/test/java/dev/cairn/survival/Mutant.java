package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compiles copies of a few classes, changed in one place, with a test that should notice the
 * change.
 *
 * <p>They are compiled from the sources and go by other names, in the package and with the class
 * loader of the test: Lincheck keeps what it knows of a class by its name, so the same names in
 * another class loader would not do.
 */
final class Mutant {
  private static final AtomicInteger MADE = new AtomicInteger();

  private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*(?s:.*?)\\*/");
  private static final String BETWEEN = "(?:\\s|" + COMMENT + ")*+";

  /** A word or number, or a single other character. */
  private static final Pattern TOKEN = Pattern.compile("\\w+|\\S");

  private final Class<?> test;

  private Mutant(Class<?> test) {
    this.test = test;
  }

  /**
   * Makes a mutant.
   *
   * @param test the test, which has a public static method {@code explore}
   * @param names the classes of its package that are copied with it, each after what it extends
   * @param code a piece of code that one of them has in one place; white space, line breaks and
   *     comments may differ
   * @param replacement the code that the mutant has there instead
   * @param directory an empty directory
   */
  static Mutant of(
      Class<?> test, List<String> names, String code, String replacement, Path directory)
      throws IOException, IllegalAccessException {
    String prefix = "Mutant" + MADE.incrementAndGet() + "Of";
    String packagePath = test.getPackageName().replace('.', '/');
    Pattern place = sameTokens(code);
    Pattern renamed = anyOf(Stream.concat(names.stream(), Stream.of(test.getSimpleName())));
    List<Path> sources = new ArrayList<>();
    int places = 0;
    for (String name : names) {
      String source = Files.readString(Path.of("src/main/java", packagePath, name + ".java"));
      places += (int) place.matcher(source).results().count();
      String changed =
          place
              .matcher(source)
              .replaceAll(Matcher.quoteReplacement(replacement))
              .replace("java.util.concurrent.locks.LockSupport", LockSupport.class.getName());
      sources.add(write(directory, prefix, name, renamed.matcher(changed)));
    }
    assertThat(places).as("places with '%s'", code).isEqualTo(1);
    String name = test.getSimpleName();
    String source = Files.readString(Path.of("src/test/java", packagePath, name + ".java"));
    sources.add(write(directory, prefix, name, renamed.matcher(source)));

    Path classes = Files.createDirectory(directory.resolve("classes"));
    compile(sources, classes);
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(test, MethodHandles.lookup());
    for (Path file : sources) {
      for (Path made : classesOf(file, classes.resolve(packagePath))) {
        lookup.defineClass(Files.readAllBytes(made));
      }
    }
    try {
      return new Mutant(lookup.findClass(test.getPackageName() + "." + prefix + name));
    } catch (ClassNotFoundException e) {
      throw new AssertionError("it was just defined", e);
    }
  }

  /** Returns the files of a class and the classes in it. */
  private static List<Path> classesOf(Path source, Path directory) throws IOException {
    String name = source.getFileName().toString().replace(".java", "");
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().split("[$.]", 2)[0].equals(name))
          .toList();
    }
  }

  /** Matches the same tokens, with any white space and any comments between them. */
  private static Pattern sameTokens(String code) {
    return Pattern.compile(
        TOKEN
            .matcher(COMMENT.matcher(code).replaceAll(" "))
            .results()
            .map(token -> Pattern.quote(token.group()))
            .collect(Collectors.joining(BETWEEN)));
  }

  private static Pattern anyOf(Stream<String> names) {
    return Pattern.compile(names.collect(Collectors.joining("|", "\\b(", ")\\b")));
  }

  private static Path write(Path directory, String prefix, String name, Matcher names)
      throws IOException {
    Path file = directory.resolve(prefix + name + ".java");
    return Files.writeString(file, names.replaceAll(prefix + "$1"));
  }

  private static void compile(List<Path> sources, Path classes) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    sources.forEach(source -> arguments.add(source.toString()));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, errors, errors, arguments.toArray(String[]::new));
    assertThat(failed).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** Has its test explore a race. */
  void explore(Enum<?> race, int interleavings) throws Throwable {
    try {
      test.getMethod("explore", String.class, int.class).invoke(null, race.name(), interleavings);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
