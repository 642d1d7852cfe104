package dev.cairn.repositories;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A directory of source files that a test makes and changes. */
final class SourceFiles {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00.123Z");

  private final Path root;
  private int writes;

  SourceFiles(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Writes a file as one that was modified long ago, each time at another time. */
  SourceFiles write(String path, String text) {
    return write(path, text.getBytes(UTF_8));
  }

  SourceFiles write(String path, byte[] bytes) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plus(Duration.ofSeconds(++writes))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  SourceFiles delete(String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Writes files of random classes in directories of twenty, as a script would make them. */
  SourceFiles writeMany(int files, Random random) {
    for (int i = 0; i < files; i++) {
      write("d%d/Class%d.java".formatted(i / 20, i), source(i, random));
    }
    return this;
  }

  /** Returns the source of a class with a method that has the class's number in its name. */
  static String source(int number, Random random) {
    StringBuilder source = new StringBuilder();
    source.append("package d;\n\n/** Number ").append(number).append(". */\nclass Class");
    source.append(number).append(" {\n");
    for (int method = 0; method < 1 + random.nextInt(8); method++) {
      source.append("\n  /** Returns ").append(word(random)).append(' ').append(word(random));
      source.append(". */\n  int ").append(word(random)).append(number).append("() {\n");
      for (int line = 0; line < random.nextInt(12); line++) {
        source.append("    int ").append(word(random)).append(line).append(" = ");
        source.append(random.nextInt(1_000)).append(";\n");
      }
      source.append("    return ").append(random.nextInt(100)).append(";\n  }\n");
    }
    return source.append("}\n").toString();
  }

  private static String word(Random random) {
    String[] words = {
      "retry", "policy", "order", "cart", "price", "user", "token", "lock", "queue", "cache",
      "page", "index", "vector", "commit", "reader", "writer", "branch", "merge", "search", "limit"
    };
    return words[random.nextInt(words.length)];
  }
}
