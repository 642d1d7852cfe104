package dev.cairn.repositories;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the working tree of git that a directory lies in, and the rules of that tree which hold
 * there.
 *
 * @param rules the rules from {@code info/exclude} and from the directories above, not from the
 *     directory itself
 * @param prefix the path of the directory from where the rules' paths begin: empty, or with a '/'
 */
record WorkTree(IgnoreRules rules, String prefix) {
  private static final String GIT = ".git";
  private static final String POINTER = "gitdir:";

  /**
   * Returns the working tree around a directory; one without rules if it lies in none.
   *
   * @param directory the absolute directory, without symbolic links
   * @throws IOException if a file of rules cannot be read
   */
  static WorkTree around(Path directory) throws IOException {
    Path root = rootOf(directory);
    if (root == null) {
      return new WorkTree(IgnoreRules.none(), "");
    }
    IgnoreRules rules =
        IgnoreRules.none().with(sharedGitDirectory(root).resolve("info").resolve("exclude"), "");
    Path at = root;
    String path = "";
    for (Path name : root.relativize(directory)) {
      if (name.toString().isEmpty()) {
        break; // the directory is the root
      }
      rules = rules.of(at, path);
      at = at.resolve(name);
      path += PathText.shown(name) + "/";
    }
    return new WorkTree(rules, path);
  }

  private static @Nullable Path rootOf(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(GIT))) {
        return at;
      }
    }
    return null;
  }

  /**
   * Returns the directory that all working trees of a repository share. In a linked working tree
   * and in a submodule {@code .git} is a file that names another directory, which may name the
   * shared one.
   */
  private static Path sharedGitDirectory(Path root) throws IOException {
    Path git = root.resolve(GIT);
    if (!Files.isRegularFile(git)) {
      return git;
    }
    Path own = root.resolve(firstLine(git).replaceFirst("^" + POINTER, "").strip());
    Path common = own.resolve("commondir");
    return Files.isRegularFile(common) ? own.resolve(firstLine(common).strip()) : own;
  }

  private static String firstLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, UTF_8);
    return lines.isEmpty() ? "" : lines.get(0);
  }
}
