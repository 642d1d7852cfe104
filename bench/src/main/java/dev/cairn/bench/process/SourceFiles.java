package dev.cairn.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes a tree of Java files of some 45 lines, the same one each time. */
final class SourceFiles {
  private static final int IN_A_DIRECTORY = 100;
  private static final int METHODS = 8;
  private static final List<String> NAMES =
      List.of(
          "order",
          "price",
          "customer",
          "retry",
          "queue",
          "token",
          "page",
          "cache",
          "index",
          "basket",
          "stock",
          "report",
          "filter",
          "result",
          "address",
          "payment",
          "session");

  private SourceFiles() {}

  /** Writes that many files below a directory. */
  static void write(Path directory, int files) throws IOException {
    for (int file = 0; file < files; file++) {
      Path folder = directory.resolve("shop%03d".formatted(file / IN_A_DIRECTORY));
      if (file % IN_A_DIRECTORY == 0) {
        Files.createDirectories(folder);
      }
      Files.write(folder.resolve("Part%05d.java".formatted(file)), lines(file));
    }
  }

  private static List<String> lines(int file) {
    Random random = new Random(file);
    List<String> lines = new ArrayList<>();
    lines.add("package shop%03d;".formatted(file / IN_A_DIRECTORY));
    lines.add("");
    lines.add("/** Keeps the %s of a %s. */".formatted(name(random), name(random)));
    lines.add("class Part%05d {".formatted(file));
    for (int method = 0; method < METHODS; method++) {
      String one = name(random);
      String other = name(random);
      lines.add(
          "  /** Returns the %s of the %s, by its %s. */".formatted(one, other, name(random)));
      lines.add("  int %sOf%s%d(int %s) {".formatted(one, other, method, other));
      lines.add("    return %s * %d + %d;".formatted(other, random.nextInt(100), file));
      lines.add("  }");
      lines.add("");
    }
    lines.add("}");
    return lines;
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }
}
