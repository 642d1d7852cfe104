package dev.cairn.repositories;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code .gitignore} files that hold in one directory: its own, and those of the
 * directories above it; immutable.
 *
 * <p>To git a rule and a name are bytes: a question mark stands for one of them, and not for a
 * whole letter. JGit compares characters, so it is given characters that stand for a byte each.
 */
final class IgnoreRules {
  private static final String FILE = ".gitignore";
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private final @Nullable IgnoreRules outer;

  /** The path that the rules are relative to, from where all paths begin: empty, or with a '/'. */
  private final String base;

  private final IgnoreNode rules;

  private IgnoreRules(@Nullable IgnoreRules outer, String base, IgnoreNode rules) {
    this.outer = outer;
    this.base = base;
    this.rules = rules;
  }

  /** Returns rules that ignore nothing. */
  static IgnoreRules none() {
    return new IgnoreRules(null, "", new IgnoreNode());
  }

  /**
   * Returns these rules and those of a directory's own {@code .gitignore}, which go before them.
   *
   * @param directory the directory
   * @param path its path from where all paths begin, empty or with a '/' at the end
   * @throws IOException if there is such a file and it cannot be read
   */
  IgnoreRules of(Path directory, String path) throws IOException {
    return with(directory.resolve(FILE), path);
  }

  /** Returns these rules and those of a file, which go before them; these if there is no file. */
  IgnoreRules with(Path file, String path) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // as git: no link, no directory
      return this;
    }
    IgnoreNode node = new IgnoreNode();
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String rules = new String(bytes.readAllBytes(), ISO_8859_1);
      String text = rules.startsWith(BYTE_ORDER_MARK) ? rules.substring(3) : rules;
      node.parse(file.toString(), new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
    return node.getRules().isEmpty() ? this : new IgnoreRules(this, bytes(path), node);
  }

  /** Returns a text whose characters are the bytes of another one in UTF-8. */
  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /**
   * Tells whether an entry is ignored, given that the directories above it are not.
   *
   * @param path its path from where all paths begin
   */
  boolean ignore(String path, boolean directory) {
    String bytes = bytes(path);
    for (IgnoreRules at = this; at != null; at = at.outer) {
      Boolean ignored = at.rules.checkIgnored(bytes.substring(at.base.length()), directory);
      if (ignored != null) {
        return ignored;
      }
    }
    return false;
  }
}
