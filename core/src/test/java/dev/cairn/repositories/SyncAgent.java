package dev.cairn.repositories;

import dev.cairn.Cairn;
import java.nio.file.Path;

/** A program that syncs a directory once, and says how many files it stored. */
final class SyncAgent {
  private SyncAgent() {}

  /**
   * Runs the agent.
   *
   * @param arguments the store, and the directory
   */
  public static void main(String[] arguments) {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      System.out.println("begun");
      SyncReport report = cairn.memory().repositories().sync(Path.of(arguments[1]));
      System.out.println(report.added().size() + report.changed().size());
    }
  }
}
