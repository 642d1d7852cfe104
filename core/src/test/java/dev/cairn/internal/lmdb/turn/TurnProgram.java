package dev.cairn.internal.lmdb.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that takes turns as it is told; for {@link StoreTurnTest}. While it has the turn, it
 * holds a lock of another file, and ends with a word about it if another process has that one.
 */
final class TurnProgram {
  private final StoreTurn turn;
  private final FileChannel proof;
  private final ByteBuffer counts;

  private TurnProgram(Path directory) throws IOException {
    // First: a killed process gives its locks up in the order of its descriptors.
    proof = open(directory.resolve("proof"));
    counts = counts(directory);
    turn = StoreTurn.open(directory.resolve("turn.lock"));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Maps the number of turns that were taken, which only the process with the turn changes. */
  static ByteBuffer counts(Path directory) throws IOException {
    try (FileChannel channel = open(directory.resolve("counts"))) {
      return channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
    }
  }

  private FileLock prove(String how) throws IOException {
    FileLock only = proof.tryLock();
    if (only == null) {
      System.out.println("two have the turn, " + how);
      Runtime.getRuntime().halt(1);
    }
    counts.putLong(0, counts.getLong(0) + 1);
    return only;
  }

  public static void main(String[] args) throws IOException {
    TurnProgram program = new TurnProgram(Path.of(args[0]));
    System.out.println("ready");
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    FileLock only = null;
    String command;
    while ((command = input.readLine()) != null) {
      switch (command) {
        case "take" -> {
          program.turn.take();
          System.out.println(System.nanoTime());
          only = program.prove("taken");
        }
        case "release" -> {
          only.release();
          program.turn.release();
          System.out.println(System.nanoTime());
        }
        case "for ever" -> program.takeTurns();
        default -> throw new IllegalArgumentException(command);
      }
    }
  }

  private void takeTurns() throws IOException {
    while (true) {
      turn.take();
      FileLock only = prove("again");
      LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(500_000));
      only.release();
      turn.release();
    }
  }
}
