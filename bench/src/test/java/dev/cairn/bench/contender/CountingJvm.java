package dev.cairn.bench.contender;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that opens a contender, uses a note some times, and ends. */
final class CountingJvm {
  private final Process process;
  private final Path said;

  private CountingJvm(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  static CountingJvm start(ContenderKind kind, Path directory, String id, int uses)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmArgs.ALL);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CountingJvm.class.getName());
    command.addAll(List.of(kind.name(), directory.toString(), id, String.valueOf(uses)));
    Path said = Files.createTempFile("counting-jvm", ".out");
    said.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new CountingJvm(process, said);
  }

  /** Waits for its end; throws with what it said if that is not a good one. */
  void end() throws IOException, InterruptedException {
    if (!process.waitFor(60, SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(said));
    }
  }

  public static void main(String[] args) {
    try (Contender contender = ContenderKind.valueOf(args[0]).open(Path.of(args[1]))) {
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        contender.use(args[2]);
      }
    }
  }
}
