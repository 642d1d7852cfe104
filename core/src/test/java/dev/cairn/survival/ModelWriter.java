package dev.cairn.survival;

import static dev.cairn.survival.Things.COUNTS;

import dev.cairn.Cairn;
import dev.cairn.survival.Things.Count;
import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import dev.cairn.testing.OtherJvm;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A program in another JVM that writes numbered transactions until it is killed. The last number
 * tells all rows that must be there.
 */
final class ModelWriter {
  /** Its number is that of the last transaction. */
  static final String COUNTER = "writer";

  private ModelWriter() {}

  public static void main(String[] args) {
    PrintStream output = new PrintStream(System.out, true);
    try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
      long last = cairn.memory().get(COUNTS, COUNTER).map(Count::n).orElse(0L);
      for (long n = last + 1; ; n++) {
        List<Action> actions = transaction(n);
        cairn.memory().write(memory -> actions.forEach(action -> action.on(new StoreRows(memory))));
        output.println(n + ".");
      }
    }
  }

  /** The steps of the transaction with a given number. */
  static List<Action> transaction(long n) {
    List<Spot> spots = Things.SPOTS;
    Spot one = spots.get((int) (n * 7 % spots.size()));
    Spot other = spots.get((int) (n * 11 % spots.size()));
    return List.of(
        new Action.Put(one, new Thing("x".repeat((int) (n % 3_000)), List.of("red", "" + n), n)),
        new Action.Count(COUNTER),
        new Action.Delete(other),
        new Action.AddWeight(one, -n % 2));
  }

  /**
   * Starts one, and kills it when it has acknowledged so much.
   *
   * @param last the last transaction of the one before
   * @return the last transaction that it acknowledged
   */
  static long writeUntilKilled(Path store, long last, int acknowledgements) {
    long acknowledged = last;
    try (OtherJvm writer = OtherJvm.small(ModelWriter.class, store)) {
      for (int i = 0; i < acknowledgements; i++) {
        acknowledged = number(writer.line());
      }
      for (String line : writer.kill()) {
        if (line.endsWith(".")) { // it may have died in the middle of a word
          acknowledged = number(line);
        }
      }
    }
    return acknowledged;
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(0, line.length() - 1));
  }
}
