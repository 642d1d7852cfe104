package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.ALL;
import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.View.Order;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that scans which were not read to the end do not slow down later changes. */
class OpenCursorsTest {
  @TempDir private Path directory;
  private Engine engine;

  @BeforeEach
  void open() {
    engine = Stores.open(directory);
    for (String key : List.of("a", "b", "c")) {
      Stores.put(engine, key, key);
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aChangeLeavesNoCursorOfAnyWalkThatWasGivenUp() {
    List<Integer> open = new ArrayList<>();
    engine.write(
        batch -> {
          open.clear();
          for (int i = 0; i < 100; i++) {
            boolean unusedRow = batch.scan(ALL, Order.ASCENDING).next(); // and not closed
            boolean unused = batch.put(bytes("key " + i), bytes("value"));
            open.add(((LmdbView) batch).cursors.count());
          }
          return "";
        },
        LONG);

    assertThat(open).hasSize(100).containsOnly(0);
  }

  @Test
  void cursorsCloseInAnyOrder() {
    OpenCursors cursors;
    try (Snapshot snapshot = engine.snapshot()) {
      cursors = ((LmdbView) snapshot).cursors;
      List<Cursor> walks = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        walks.add(snapshot.scan(new Range(bytes("a"), null), Order.ASCENDING));
        assertThat(walks.get(i).next()).isTrue();
        assertThat(text(walks.get(i).key())).isEqualTo("a");
      }
      assertThat(cursors.count()).isEqualTo(5);

      for (int each : new int[] {2, 4, 0}) {
        walks.get(each).close();
        walks.get(each).close();
      }
      assertThat(cursors.count()).isEqualTo(2);
      for (int each : new int[] {1, 3}) {
        assertThat(walks.get(each).next()).isTrue();
        assertThat(text(walks.get(each).key())).isEqualTo("b");
      }
    }
    assertThat(cursors.count()).isZero();
  }
}
