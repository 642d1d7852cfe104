package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.add;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a store keeps the acknowledged writes of processes that were killed while they wrote.
 */
@Tag("slow")
class KilledProcessTest {
  private static final int ROUNDS = 15;

  private final Random random = new Random(42);
  private final Set<String> acknowledged = new HashSet<>();
  @TempDir Path directory;

  @Test
  void aKilledWriterLosesNothingItAcknowledgedAndLeavesNothingHalfDone() {
    OtherJvm next = EngineProgram.start();
    long version = 0;
    for (int round = 0; round < ROUNDS; round++) {
      OtherJvm writer = next;
      next = EngineProgram.start(); // its JVM starts while this round runs
      // In turn: a store that others have open, whose writer's mutex is inherited, and one that
      // nobody has open, whose lock file is made anew.
      Engine survivor = round % 3 == 0 ? null : Stores.open(directory);
      writer.expect("opened", "open", directory);
      writer.send("writeForever", 3);
      acknowledgeThenKill(writer);
      try (Engine engine = survivor == null ? Stores.open(directory) : survivor) {
        check(engine);
        assertThat(engine.version()).as("round %d", round).isGreaterThan(version);
        version = engine.version();
        // The writer's lock is free at once, and the store is as good as before.
        engine.write(
            batch -> {
              add(batch, "x", -1);
              add(batch, "y", 1);
              return batch.put(bytes("row:survivor"), new byte[0]);
            },
            Duration.ofSeconds(5));
        acknowledged.add("row:survivor");
      }
    }
    next.close();
  }

  private void acknowledgeThenKill(OtherJvm writer) {
    int some = 20 + random.nextInt(100);
    Set<String> said = new HashSet<>();
    for (int i = 0; i < some; i++) {
      said.add(writer.line());
    }
    said.addAll(writer.kill());
    for (String line : said) {
      if (line.startsWith("row:") && line.endsWith(".")) {
        acknowledged.add(line.substring(0, line.length() - 1));
      }
    }
  }

  private void check(Engine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      long rows = 0;
      try (Cursor cursor = snapshot.scan(Range.prefix(bytes("row:")), View.Order.ASCENDING)) {
        while (cursor.next()) {
          if (!Stores.text(cursor.key()).equals("row:survivor")) {
            rows++;
            assertThat(cursor.value()).hasSize(Stores.text(cursor.key()).hashCode() & 1023);
          }
        }
      }
      for (String row : acknowledged) {
        assertThat(snapshot.get(bytes(row))).as(row).isNotNull();
      }
      // Each write moved one from x to y, and left a row.
      assertThat(number(snapshot, "x") + number(snapshot, "y")).isZero();
      assertThat(number(snapshot, "y")).isGreaterThanOrEqualTo(rows);
    }
  }
}
