package dev.cairn.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that opens a contender, uses a note some times, and ends. */
final class CountingJvm {
  private CountingJvm() {}

  static Process start(ContenderKind kind, Path directory, String id, int uses) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmArgs.ALL);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CountingJvm.class.getName());
    command.addAll(List.of(kind.name(), directory.toString(), id, String.valueOf(uses)));
    return new ProcessBuilder(command).inheritIO().start();
  }

  public static void main(String[] args) {
    try (Contender contender = ContenderKind.valueOf(args[0]).open(Path.of(args[1]))) {
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        contender.use(args[2]);
      }
    }
  }
}
