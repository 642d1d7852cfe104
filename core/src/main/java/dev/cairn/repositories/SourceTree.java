package dev.cairn.repositories;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Walks over the files of a directory that belong to its source: not those that git would ignore,
 * nor hidden ones, symbolic links, or what lies in a store of Cairn.
 */
final class SourceTree {
  /** Takes what a walk finds, each path once; paths are relative to the directory, with '/'. */
  interface Visitor {
    /** A regular file, and what its directory entry says about it. */
    void file(String path, Path file, BasicFileAttributes attributes);

    /** An entry that is left out for a reason that its owner may not expect. */
    void skipped(String path, String reason);

    /**
     * An entry that could not be looked at.
     *
     * @param path the path; of a directory nothing is known about what is below it
     */
    void failed(String path, String reason);
  }

  /** A directory that is to be walked; its path is empty or ends with a '/'. */
  private record Level(Path directory, String path, IgnoreRules rules) {}

  /** The file of a store that holds its rows. To open and close it here would drop its locks. */
  private static final String STORE_DATA = "data.mdb";

  private static final String STORE_LOCK = "lock.mdb";

  private final WorkTree git;
  private final Visitor visitor;
  private final Deque<Level> levels = new ArrayDeque<>();

  private SourceTree(WorkTree git, Visitor visitor) {
    this.git = git;
    this.visitor = visitor;
  }

  /**
   * Walks over a tree.
   *
   * @param root the absolute directory, without symbolic links
   * @throws IOException if the directory itself, or a rule above it, cannot be read
   */
  static void walk(Path root, Visitor visitor) throws IOException {
    WorkTree git = WorkTree.around(root);
    SourceTree tree = new SourceTree(git, visitor);
    tree.list(new Level(root, "", git.rules()));
    for (Level next = tree.levels.poll(); next != null; next = tree.levels.poll()) {
      try {
        tree.list(next);
      } catch (IOException e) {
        visitor.failed(next.path(), Reasons.of(e));
      }
    }
  }

  private void list(Level level) throws IOException {
    IgnoreRules rules = level.rules().of(level.directory(), git.prefix() + level.path());
    List<Path> entries = entries(level.directory());
    if (entries.contains(level.directory().resolve(STORE_DATA))
        && entries.contains(level.directory().resolve(STORE_LOCK))) {
      visitor.skipped(level.path(), "a store of Cairn");
      return;
    }
    for (Path entry : entries) {
      look(entry, level, rules);
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(null); // the order of a walk does not depend on the file system
    return entries;
  }

  private void look(Path entry, Level level, IgnoreRules rules) {
    String name = PathText.shown(entry);
    if (name.startsWith(".")) {
      return;
    }
    String path = level.path() + name;
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      visitor.failed(path, Reasons.of(e));
      return;
    }
    boolean directory = attributes.isDirectory();
    if (rules.ignore(git.prefix() + path, directory)) {
      return;
    }
    if (PathText.of(entry).isEmpty()) {
      visitor.skipped(path, "its name is not UTF-8");
    } else if (directory) {
      levels.push(new Level(entry, path + "/", rules));
    } else if (attributes.isRegularFile()) {
      visitor.file(path, entry, attributes);
    } else {
      visitor.skipped(
          path,
          attributes.isSymbolicLink()
              ? "a symbolic link, which is not followed"
              : "neither a file nor a directory");
    }
  }
}
