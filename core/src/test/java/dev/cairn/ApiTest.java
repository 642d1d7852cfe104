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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the face for callers: few types, all of them listed in docs/api.md, none internal. */
@AnalyzeClasses(packages = "dev.cairn", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiTest {
  /** The bound on top-level types; nested ones are found through theirs. It only shrinks. */
  private static final int MOST = 85;

  private static final Path LIST = Path.of("../docs/api.md");

  /** A line of the list: the name without {@code dev.cairn}, and one sentence. */
  private static final Pattern LISTED = Pattern.compile("(?m)^- `([\\w.]+)`: [^\\n]+\\.$");

  @ArchTest
  static void callersHaveFewTypesToKnow(JavaClasses classes) {
    assertThat(forCallers(classes).stream().filter(ApiTest::isTopLevel).count())
        .as("public top-level types outside of packages named internal")
        .isLessThanOrEqualTo(MOST);
  }

  @ArchTest
  static void everyTypeForCallersIsListedAndNoOther(JavaClasses classes) throws IOException {
    List<String> listed =
        LISTED.matcher(Files.readString(LIST)).results().map(line -> line.group(1)).toList();
    List<String> missing = new ArrayList<>(forCallers(classes));
    missing.removeAll(listed);
    List<String> extra = new ArrayList<>(listed);
    extra.removeAll(forCallers(classes));
    assertThat(missing).as("types without a line and a sentence in docs/api.md").isEmpty();
    assertThat(extra).as("lines of docs/api.md without a public type").isEmpty();
    assertThat(listed).doesNotHaveDuplicates();
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
