package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that keeping free pages contiguous enlarges the file of a small store by a few MiB at most.
 */
@Tag("slow")
class FreePagesTest {
  private static final int ROWS = 2_000;
  private static final int COMMITS = 1_500;
  private static final long MOST_BYTES = 32L << 20;

  @TempDir private Path directory;
  private final Random random = new Random(1);
  private final int[] rows = new int[ROWS];

  @Test
  void theFileOfABusySmallStoreLevelsOff() {
    try (Engine engine = LmdbEngine.open(directory, Stores.relaxed())) {
      for (int row = 0; row < ROWS; row++) {
        put(engine, row);
      }
      commit(engine, COMMITS);
      long grown = engine.statistics().fileBytes();
      commit(engine, 2 * COMMITS);

      assertThat(engine.statistics().fileBytes()).isLessThan(MOST_BYTES).isLessThan(2 * grown);
    }

    try (Engine engine = Stores.open(directory);
        Snapshot snapshot = engine.snapshot()) {
      for (int row = 0; row < ROWS; row++) {
        assertThat(Stores.number(snapshot, key(row))).as(key(row)).isEqualTo(rows[row]);
      }
    }
  }

  /**
   * LMDB gives back nothing that was freed since a snapshot began, so there are no runs to keep.
   */
  @Test
  void aSnapshotThatIsHeldCostsNoMoreThanTheFileMayGrowTo() {
    try (Engine engine = LmdbEngine.open(directory, Stores.relaxed())) {
      for (int row = 0; row < ROWS; row++) {
        put(engine, row);
      }
      try (Snapshot held = engine.snapshot()) {
        commit(engine, 100);

        assertThat(engine.statistics().fileBytes()).isLessThan(MOST_BYTES);
        assertThat(Stores.number(held, key(0))).isZero();
      }
      commit(engine, COMMITS);

      assertThat(engine.statistics().fileBytes()).isLessThan(MOST_BYTES);
    }
  }

  private void commit(Engine engine, int times) {
    for (int i = 0; i < times; i++) {
      engine.write(
          batch -> {
            for (int j = 0; j < 20; j++) {
              int row = random.nextInt(ROWS);
              batch.put(bytes(key(row)), value(++rows[row]));
            }
            return "";
          },
          LONG);
    }
  }

  private void put(Engine engine, int row) {
    engine.write(batch -> batch.put(bytes(key(row)), value(rows[row])), LONG);
  }

  private static String key(int row) {
    return "row-" + row;
  }

  /** A number in 200 bytes, so that the rows take many pages. */
  private static byte[] value(int number) {
    return bytes("%0200d".formatted(number));
  }
}
