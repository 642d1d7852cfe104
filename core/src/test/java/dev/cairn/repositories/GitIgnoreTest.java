package dev.cairn.repositories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.survival.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk leaves out what git ignores: it finds the files that {@code git ls-files} lists. */
class GitIgnoreTest {
  private static final List<String> NAMES = List.of("a", "b", "ab", "a b", "x.txt", "b.log", "é");

  private static final List<String> PATTERNS =
      List.of(
          "a",
          "/a",
          "a/",
          "/a/",
          "a/b",
          "a/*",
          "a/**",
          "a/**/b",
          "**/a",
          "**/a/",
          "*",
          "/*",
          "*/b",
          "*.txt",
          "*.log",
          "a*",
          "*b",
          "?",
          "[ab]",
          "[!a]",
          "[a-c].txt",
          "a b",
          "a\\ b",
          "b  ",
          "\\a",
          "é",
          "# a",
          "\\#",
          "",
          " ",
          "!a",
          "!b",
          "!*/",
          "!*.txt",
          "!/a/b",
          "!a/",
          "x.*",
          "**",
          "**/",
          "a/**/**",
          "!**/b",
          "b/../a",
          "./a",
          "//a",
          "ab/",
          "**/x.txt",
          "a/b/x.txt");

  @TempDir Path directory;

  @BeforeEach
  void begin() throws Exception {
    assumeTrue(git("init", "-q") != null, "git is there");
  }

  /** Returns what git prints; null if there is no git. */
  private String git(String... arguments) throws Exception {
    return git(directory, arguments);
  }

  private static String git(Path in, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-c", "core.excludesFile=/dev/null"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(in.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s", command).isZero();
      return output;
    } catch (IOException e) {
      return null;
    }
  }

  private static Set<String> listedByGit(Path in) throws Exception {
    Set<String> listed = new TreeSet<>();
    for (String path : git(in, "ls-files", "-co", "--exclude-standard", "-z").split("\0", -1)) {
      boolean hidden = Arrays.stream(path.split("/", -1)).anyMatch(name -> name.startsWith("."));
      if (!path.isEmpty() && !hidden) {
        listed.add(path);
      }
    }
    return listed;
  }

  private static Set<String> walked(Path root) throws IOException {
    Set<String> walked = new TreeSet<>();
    SourceTree.walk(
        root.toRealPath(),
        new SourceTree.Visitor() {
          @Override
          public void file(String path, Path file, BasicFileAttributes attributes) {
            assertThat(walked.add(path)).as("%s is new", path).isTrue();
          }

          @Override
          public void skipped(String path, String reason) {
            throw new AssertionError(path + " is skipped: " + reason);
          }

          @Override
          public void failed(String path, String reason) {
            throw new AssertionError(path + " failed: " + reason);
          }
        });
    return walked;
  }

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void rulesHoldBelowTheirFileAndInnerOnesGoFirst() throws Exception {
    write(".gitignore", "*.log\n/build/\n");
    write("a.log", "");
    write("build/b.txt", "");
    write("sub/build/c.txt", "");
    write("sub/.gitignore", "!keep.log\nnone/\n");
    write("sub/keep.log", "");
    write("sub/other.log", "");
    write("sub/none/d.txt", "");
    write("none/e.txt", "");
    assertThat(walked(directory))
        .containsExactly("none/e.txt", "sub/build/c.txt", "sub/keep.log")
        .isEqualTo(listedByGit(directory));
  }

  @Test
  void rulesAboveTheDirectoryAndOfTheRepositoryHoldToo() throws Exception {
    write(".git/info/exclude", "private.txt\n");
    write(".gitignore", "/sub/inner/*.log\n");
    write("sub/inner/a.log", "");
    write("sub/inner/private.txt", "");
    write("sub/inner/b.txt", "");
    Path inner = directory.resolve("sub/inner");
    assertThat(walked(inner)).containsExactly("b.txt").isEqualTo(listedByGit(inner));
  }

  @Test
  void aLinkedWorkingTreeHasTheRulesOfItsRepository() throws Exception {
    write("a.txt", "");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x");
    write(".git/info/exclude", "private.txt\n");
    git("worktree", "add", "-q", "linked");
    write("linked/private.txt", "");
    write("linked/b.txt", "");
    Path linked = directory.resolve("linked");
    assertThat(walked(linked)).containsExactly("b.txt").isEqualTo(listedByGit(linked));
  }

  @Test
  void everyRuleMeansWhatItMeansToGit() throws Exception {
    Random random = new Random(Effort.seed());
    for (int i = 0; i < Effort.of(40, 4_000); i++) {
      Path tree = directory.resolve("tree" + i);
      List<String> rules = fill(tree, random, 3, new ArrayList<>());
      assertThat(walked(tree)).as("%s: %s", tree, rules).isEqualTo(listedByGit(tree));
    }
  }

  private static List<String> fill(Path at, Random random, int levels, List<String> rules)
      throws IOException {
    Files.createDirectories(at);
    for (String name : NAMES) {
      if (levels > 0 && random.nextInt(3) == 0) {
        fill(at.resolve(name), random, levels - 1, rules);
      } else {
        Files.writeString(at.resolve(name), "");
      }
    }
    if (random.nextInt(3) == 0 || levels == 3) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        lines.add(PATTERNS.get(random.nextInt(PATTERNS.size())));
      }
      Files.write(at.resolve(".gitignore"), lines);
      rules.add(at.getFileName() + ": " + lines);
    }
    return rules;
  }
}
