package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.maintenance.Finding;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a damaged row of the change log counts as a change of everything, so that no cache
 * keeps stale data.
 */
class ChangeLogDamageTest {
  @TempDir Path directory;

  private long change() {
    try (Engine engine = Stores.open(directory)) {
      engine.write(
          batch -> {
            batch.logChange(bytes("a"));
            return batch.put(bytes("a"), bytes("" + batch.version()));
          },
          LONG);
      return engine.version();
    }
  }

  private boolean everythingSince(long version) {
    try (Engine engine = Stores.open(directory);
        Snapshot snapshot = engine.snapshot()) {
      return snapshot.changesSince(version).everything();
    }
  }

  private static byte[] key(long version) {
    return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
  }

  @Test
  void aDamagedRowMayStandForAnything() {
    long version = change();
    assertThat(everythingSince(version - 1)).isFalse();
    for (byte[] damaged : new byte[][] {{}, {1, 2, 3}, {0, 0, 0, 0, 0}, new byte[40]}) {
      ForeignProgram.put(directory, "changes", key(version), damaged);
      assertThat(everythingSince(version - 1)).isTrue();
    }
  }

  @Test
  void aVersionOfAnotherProgramIsNoDamage() {
    for (int round = 0;
        round < 4;
        round++) { // at versions where a turned bit would explain the hole, and at others
      change();
      ForeignProgram.put(directory, "data", bytes("theirs"), bytes("" + round));
    }
    change();
    assertThat(Maintenance.verify(directory, VerifyOptions.deep()).findings())
        .noneMatch(finding -> finding.kind() == Finding.Kind.CHANGE_LOG);
  }

  /** As after mdb_load, which begins at version 1 with a log that has gone further. */
  @Test
  void aLogFromTheFutureIsBegunAnew() {
    long version = change();
    ForeignProgram.put(directory, "changes", key(version + 1_000_000), new byte[5]);
    long next = change();
    long last = change();
    assertThat(everythingSince(version)).isTrue();
    assertThat(everythingSince(next - 1)).isTrue();
    assertThat(everythingSince(next)).isFalse();
    assertThat(last).isEqualTo(next + 1);
  }
}
