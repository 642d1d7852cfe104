package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.StoreFullException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that restores and salvages respect the configured size of the memory map. */
class MapSizeTest {
  private static final long SMALL = 1 << 20;
  private static final int USERS = 50_000; // more than the small map can hold

  @TempDir private Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      cairn
          .memory()
          .write(
              memory -> {
                for (int i = 0; i < USERS; i++) {
                  memory.users().recordConversation("user" + i);
                }
              });
    }
  }

  private long restore(RestoreOptions options) {
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults());
        StoreBuilder builder = Maintenance.restore(directory.resolve("new"), options)) {
      Range all = new Range(new byte[0], null);
      try (Cursor entries = contents.bytes().scan(all, View.Order.ASCENDING)) {
        while (entries.next()) {
          builder.addRaw(entries.key(), entries.value());
        }
      }
      return builder.finish(Duration.ofSeconds(10)).added();
    }
  }

  @Test
  void aRestoreThatOutgrowsItsMapIsRefusedAndLeavesNothing() {
    RestoreOptions options = RestoreOptions.defaults().withTables(Memory.tables());

    assertThatExceptionOfType(StoreFullException.class)
        .isThrownBy(() -> restore(options.withMapSize(SMALL)));
    assertThat(directory.resolve("new/data.mdb")).doesNotExist();

    assertThat(restore(options.withMapSize(64 * SMALL))).isEqualTo(USERS);
  }

  @Test
  void aSalvageThatOutgrowsItsMapIsRefused() {
    SalvageOptions options = SalvageOptions.defaults().withTables(Memory.tables());
    Path rescued = directory.resolve("rescued");

    assertThatExceptionOfType(StoreFullException.class)
        .isThrownBy(() -> Maintenance.salvage(store, rescued, options.withMapSize(SMALL)));
    assertThat(Maintenance.salvage(store, rescued, options.withMapSize(64 * SMALL)).whole())
        .isTrue();
  }

  @Test
  void aMapBelowOneMebibyteIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RestoreOptions.defaults().withMapSize(SMALL - 1))
        .withMessageContaining("1048575");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SalvageOptions.defaults().withMapSize(SMALL - 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContentsOptions.defaults().withMapSize(SMALL - 1));
  }
}
