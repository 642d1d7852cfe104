package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that the public types are few, that docs/api.md lists all of them, and that none is
 * internal.
 */
@AnalyzeClasses(packages = "dev.cairn", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiTest {
  /**
   * The bound on top-level types; nested ones are found through theirs. It grows with a repository
   * or a kind of failure only, or with another service such as the locks: seven types, four
   * exceptions and the deadline; the limits: three types and an exception; the jobs: ten types and
   * an exception; progress: five types; documents: thirteen types and an exception.
   */
  private static final int MOST = 127;

  private static final Path LIST = Path.of("../docs/api.md");

  private static final Path SOURCES = Path.of("src/main/java");

  /** A line of the list begins so, with the name without {@code dev.cairn}. */
  private static final String ITEM = "- `";

  @ArchTest
  static void callersHaveFewTypesToKnow(JavaClasses classes) {
    assertThat(forCallers(classes).stream().filter(ApiTest::isTopLevel).count())
        .as("public top-level types outside of packages named internal")
        .isLessThanOrEqualTo(MOST);
  }

  @ArchTest
  static void everyTypeForCallersIsListedWithTheFirstSentenceOfItsJavadoc(JavaClasses classes)
      throws IOException {
    Map<String, String> sentences = FirstSentences.in(SOURCES);
    List<String> expected =
        forCallers(classes).stream()
            .map(name -> ITEM + name + "`: " + sentences.get("dev.cairn." + name))
            .toList();
    List<String> listed =
        Files.readAllLines(LIST).stream().filter(line -> line.startsWith(ITEM)).toList();
    assertThat(listed)
        .as("the lines of docs/api.md")
        .containsExactlyInAnyOrderElementsOf(expected)
        .allMatch(line -> line.endsWith("."));
  }

  private static List<String> forCallers(JavaClasses classes) {
    return classes.stream()
        .filter(ApiTest::isForCallers)
        .map(type -> type.getName().substring("dev.cairn.".length()).replace('$', '.'))
        .sorted()
        .toList();
  }

  private static boolean isTopLevel(String name) {
    return !name.matches(".*[A-Z].*[.].*");
  }

  private static boolean isForCallers(JavaClass type) {
    return !type.getPackageName().startsWith("dev.cairn.internal")
        && !type.getSimpleName().equals("package-info")
        && (type.getModifiers().contains(JavaModifier.PUBLIC)
            || type.getModifiers().contains(JavaModifier.PROTECTED))
        && type.getEnclosingClass().map(ApiTest::isForCallers).orElse(true);
  }

  @Test
  void theDocumentsUseNothingInternal() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java/dev/cairn/docs"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        assertThat(Files.readString(file)).as("%s", file).doesNotContain("dev.cairn.internal");
      }
    }
  }
}
