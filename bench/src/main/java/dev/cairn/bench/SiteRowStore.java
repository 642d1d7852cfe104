package dev.cairn.bench;

import dev.cairn.Cairn;
import dev.cairn.bench.data.SiteRow;
import java.nio.file.Path;

/**
 * Fills a store with records about web sites, on which the script {@code bench/dump-ratios}
 * measures dump and restore.
 */
public final class SiteRowStore {
  private static final int ROWS_A_COMMIT = 10_000;

  private SiteRowStore() {}

  /** Fills the store; the arguments are its directory, which is new, and the number of rows. */
  public static void main(String[] args) {
    int rows = Integer.parseInt(args[1]);
    try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
      for (int from = 0; from < rows; from += ROWS_A_COMMIT) {
        write(cairn, from, Math.min(rows, from + ROWS_A_COMMIT));
      }
    }
  }

  private static void write(Cairn cairn, int from, int to) {
    cairn
        .memory()
        .writeAndGet(
            tx -> {
              for (int number = from; number < to; number++) {
                SiteRow row = SiteRow.of(number);
                tx.put(SiteRow.TABLE, row.name(), row);
              }
              return to;
            });
  }
}
