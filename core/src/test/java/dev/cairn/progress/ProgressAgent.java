package dev.cairn.progress;

import dev.cairn.Cairn;
import java.io.IOException;
import java.nio.file.Path;

/** A program that begins an operation, reports three steps of ten, and waits to be killed. */
final class ProgressAgent {
  private ProgressAgent() {}

  /**
   * Runs the agent until its input ends.
   *
   * @param arguments the store
   */
  public static void main(String[] arguments) throws IOException {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        Operation operation = cairn.memory().progress().begin("index", 10)) {
      operation.steps(3);
      operation.message("file 3");
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // Its input holds nothing.
      }
    }
  }
}
