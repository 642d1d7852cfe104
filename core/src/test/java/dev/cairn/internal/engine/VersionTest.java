package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.delete;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the store's version rises by one with each commit that changes something, in every
 * process at once.
 */
class VersionTest {
  @TempDir Path directory;

  @Test
  void theVersionRisesByOneWithEachCommitThatChangesSomething() {
    try (Engine engine = Stores.open(directory)) {
      long version = engine.version();
      assertThat(put(engine, "a", "1")).isTrue();
      assertThat(engine.version()).isEqualTo(version + 1);
      assertThat(delete(engine, "a")).isTrue();
      assertThat(engine.version()).isEqualTo(version + 2);
    }
  }

  @Test
  void whatChangesNothingIsNotCommitted() {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "a", "1");
      long version = engine.version();

      assertThat(put(engine, "a", "1")).isFalse();
      assertThat(delete(engine, "b")).isFalse();
      engine.write(
          batch -> {
            batch.logChange(bytes("a"));
            batch.logEverything();
            return get(batch, "a");
          },
          LONG);
      engine.flush();

      assertThat(engine.version()).isEqualTo(version);
      assertThat(engine.statistics().commits()).isEqualTo(1);
      assertThat(engine.statistics().writes()).isEqualTo(1);
      assertThat(engine.statistics().meanBatch()).isEqualTo(1);
    }
  }

  @Test
  void aBatchAndASnapshotSayWhichVersionTheyAreBasedOn() {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "a", "1");
      long version = engine.version();
      long based =
          engine.write(
              batch -> {
                batch.put(bytes("a"), bytes("2"));
                return batch.version();
              },
              LONG);
      assertThat(based).isEqualTo(version);
      try (Snapshot snapshot = engine.snapshot()) {
        assertThat(snapshot.version()).isEqualTo(version + 1);
      }
    }
  }

  @Test
  void twoProcessesSeeTheSameVersionAtOnce() {
    try (Engine engine = Stores.open(directory);
        OtherJvm child = EngineProgram.with(directory)) {
      for (int i = 0; i < 50; i++) {
        put(engine, "mine", "" + i);
        child.expect("" + engine.version(), "version");
        child.expect("" + (engine.version() + 1), "put", "theirs", i);
        assertThat(get(engine, "theirs")).isEqualTo("" + i);
      }
      assertThat(child.ask("version")).isEqualTo("" + engine.version());
    }
  }

  @Test
  void theVersionOutlivesTheProcessesThatMadeIt() {
    long version;
    try (Engine engine = Stores.open(directory)) {
      put(engine, "a", "1");
      put(engine, "a", "2");
      version = engine.version();
    }
    try (Engine engine = Stores.openReadOnly(directory)) {
      assertThat(engine.version()).isEqualTo(version);
      assertThat(get(engine, "a")).isEqualTo("2");
    }
  }

  @Test
  void commitListenersHearEachCommitBeforeItsWritesAreAcknowledged() {
    List<Long> heard = new ArrayList<>();
    try (Engine engine = Stores.open(directory)) {
      CommitListener listener = (batch, version) -> heard.add(version);
      CommitListener broken =
          (batch, version) -> {
            throw new IllegalStateException("a broken listener");
          };
      engine.addCommitListener(broken);
      engine.addCommitListener(listener);
      put(engine, "a", "1");
      assertThat(heard).containsExactly(engine.version());
      put(engine, "a", "1");
      assertThat(heard).hasSize(1);
      engine.removeCommitListener(listener);
      put(engine, "a", "2");
      assertThat(heard).hasSize(1);
    }
  }
}
