package dev.cairn;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.nio.file.Path;

/** A program that answers each ball of another one, as soon as it sees it. */
final class WaitingAgent {
  record Ball(long n) {}

  static final Table<String, Ball> BALLS =
      Table.named("balls").keyedBy(Keys.string()).holding(Ball.class);

  private WaitingAgent() {}

  /** Plays; the arguments are the store, whom to wait for, whom to be, and how often. */
  public static void main(String[] args) throws InterruptedException {
    try (Cairn cairn =
        Cairn.open(Path.of(args[0]), CairnOptions.defaults().withDurability(Durability.RELAXED))) {
      answer(cairn.memory(), args[1], args[2], Integer.parseInt(args[3]));
    }
    System.out.println("played");
  }

  /** Puts a ball of one's own after each new one of the other's. */
  static void answer(Memory memory, String other, String own, int times)
      throws InterruptedException {
    for (int i = 1; i <= times; i++) {
      awaitBall(memory, other, i);
      memory.put(BALLS, own, new Ball(i));
    }
  }

  static void awaitBall(Memory memory, String other, long n) throws InterruptedException {
    Ball unused =
        memory.await(m -> m.get(BALLS, other).filter(ball -> ball.n() >= n), Await.PATIENCE);
  }
}
