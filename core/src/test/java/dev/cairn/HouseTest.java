package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that source files and packages stay small and without large dependency cycles, and that
 * ARCHITECTURE.md lists exactly the existing packages.
 */
@AnalyzeClasses(packages = "dev.cairn", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> BESIDE_CORE =
      List.of(
          "bench",
          "tools",
          "integrations/chat-memory",
          "integrations/langchain4j",
          "integrations/spring-ai",
          "integrations/langgraph4j",
          "integrations/adk",
          "integrations/minilm",
          "examples/langchain4j",
          "examples/spring-ai",
          "examples/langgraph4j",
          "examples/adk");

  private static final int FILE_LINES = 400;
  private static final int ROOM_LINES = 3_000;
  private static final int ROOM_FILES = 30;
  private static final int CYCLE_CLASSES = 5;

  /** A line of the map: perhaps the module, then the package, then a text about it. */
  private static final Pattern ON_THE_MAP =
      Pattern.compile(
          "(?m)^(?:(?:core|%s)/)? +(dev\\.cairn[a-z0-9.]*) "
              .formatted(String.join("|", BESIDE_CORE)));

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(dev\\.cairn[a-z0-9.]*)\\.[A-Z]");

  @Test
  void noFileIsLongerThanAReaderCanHold() throws IOException {
    Map<String, Integer> tooLong = new TreeMap<>();
    for (Path file : sources("")) {
      int lines = lines(file);
      if (lines > FILE_LINES) {
        tooLong.put(inRepository(file), lines);
      }
    }
    assertThat(tooLong).as("files of more than %d lines", FILE_LINES).isEmpty();
  }

  @Test
  void noRoomIsAnAttic() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    Map<String, Integer> lines = new TreeMap<>();
    for (Path file : sources("src/main")) {
      String room = inRepository(file.getParent());
      files.merge(room, 1, Integer::sum);
      lines.merge(room, lines(file), Integer::sum);
    }
    files.values().removeIf(count -> count <= ROOM_FILES);
    lines.values().removeIf(count -> count <= ROOM_LINES);
    assertThat(files).as("rooms of more than %d files", ROOM_FILES).isEmpty();
    assertThat(lines).as("rooms of more than %d lines", ROOM_LINES).isEmpty();
  }

  @ArchTest
  static void noCycleOfClassesIsLargerThanAReaderCanFollow(JavaClasses classes) {
    Map<String, Set<String>> calls = new TreeMap<>();
    for (JavaClass type : classes) {
      calls
          .computeIfAbsent(topLevel(type), name -> new TreeSet<>())
          .addAll(
              type.getDirectDependenciesFromSelf().stream()
                  .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                  .filter(target -> target.getPackageName().equals(type.getPackageName()))
                  .map(HouseTest::topLevel)
                  .toList());
    }
    assertThat(Cycles.of(calls).stream().filter(cycle -> cycle.size() > CYCLE_CLASSES))
        .as("cycles of more than %d classes in one package", CYCLE_CLASSES)
        .isEmpty();
  }

  private static String topLevel(JavaClass type) {
    return type.getName().replaceAll("\\$.*", "");
  }

  @ArchTest
  static void noCycleLeadsThroughThePackagesOfTheLibrary(JavaClasses classes) {
    Map<String, Set<String>> calls = new TreeMap<>();
    for (JavaClass type : classes) {
      if (!ArchitectureTest.SHARED.test(type)) {
        calls
            .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
            .addAll(
                type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith("dev.cairn"))
                    .filter(target -> !ArchitectureTest.SHARED.test(target))
                    .map(JavaClass::getPackageName)
                    .toList());
      }
    }
    assertThat(Cycles.of(calls)).as("cycles of packages").isEmpty();
  }

  @Test
  void noCycleLeadsThroughThePackagesOfAnotherModule() throws IOException {
    for (String module : BESIDE_CORE) {
      Map<String, Set<String>> calls = new TreeMap<>();
      for (Path file : sources(module, "src/main")) {
        calls
            .computeIfAbsent(packageOf(file), name -> new TreeSet<>())
            .addAll(find(IMPORT, Files.readString(file)));
      }
      assertThat(Cycles.of(calls)).as("cycles of packages in " + module).isEmpty();
    }
  }

  @Test
  void theMapShowsEveryPackageAndNoOther() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path file : sources("src/main")) {
      packages.add(packageOf(file));
    }
    assertThat(find(ON_THE_MAP, Files.readString(ROOT.resolve("ARCHITECTURE.md"))))
        .as("the packages on the map of ARCHITECTURE.md")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(packages)
        .as("in the order of calls, as ArchitectureTest holds it")
        .startsWith(ArchitectureTest.ROOMS.toArray(String[]::new));
  }

  private static List<Path> sources(String part) throws IOException {
    List<Path> sources = new ArrayList<>(sources("core", part.isEmpty() ? "src" : part));
    for (String module : BESIDE_CORE) {
      sources.addAll(sources(module, part.isEmpty() ? "src" : part));
    }
    return sources;
  }

  private static List<Path> sources(String module, String part) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve(part))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String inRepository(Path file) {
    return ROOT.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static int lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }

  private static String packageOf(Path file) {
    return inRepository(file.getParent()).replaceFirst("^.*/src/main/java/", "").replace('/', '.');
  }

  private static List<String> find(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }
}
