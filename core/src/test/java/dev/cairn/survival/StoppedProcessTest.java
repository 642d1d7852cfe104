package dev.cairn.survival;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.number;
import static dev.cairn.internal.engine.Stores.put;
import static dev.cairn.internal.engine.Stores.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a process which is stopped (SIGSTOP) and continued (SIGCONT) loses nothing, and blocks
 * others no longer than their timeouts allow.
 */
@Tag("slow")
class StoppedProcessTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int VALUE_BYTES = 2000;
  private static final int PAGE_BYTES = 4096;

  @TempDir Path directory;

  /** Writes with a short timeout. If that does nothing, the test fails and does not hang. */
  private static void writeSoon(Engine engine, String key) {
    CompletableFuture<Boolean> write =
        CompletableFuture.supplyAsync(
            () -> engine.write(batch -> batch.put(bytes(key), bytes("1")), SHORT));
    try {
      assertThat(write.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("a write that may wait %s has not ended".formatted(SHORT), e);
    }
  }

  @Test
  void aStoppedHolderOfTheWriterIsNamedAndNothingElseWaitsForIt() {
    int rounds = Effort.of(3, 100);
    try (Engine engine = Stores.open(directory);
        OtherJvm stopped = EngineProgram.with(directory);
        OtherJvm other = EngineProgram.with(directory)) {
      put(engine, "key", "before");
      for (int round = 0; round < rounds; round++) {
        stopped.expect("holding", "hold", "stopped agent");
        stopped.signal("STOP");
        CompletableFuture<Boolean> patient =
            engine.writeAsync(batch -> batch.put(bytes("patient"), bytes("1")), LONG);
        String key = "lost" + round;
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> writeSoon(engine, key))
              .isInstanceOf(WriteTimeoutException.class)
              .hasMessageContaining("was not applied")
              .hasMessageContaining("process " + stopped.pid())
              .hasMessageContaining("'stopped agent'");
        }
        for (int i = 0; i < 200; i++) {
          assertThat(get(engine, "key")).isEqualTo("before");
        }
        other.expect("before", "get", "key");
        assertThat(patient).isNotDone();

        stopped.signal("CONT");
        stopped.expect("released", "go on");
        assertThat(patient.join()).isEqualTo(round == 0);
        put(engine, "here", "" + round);
        other.ask("put", "there", "" + round);
        stopped.expect("" + round, "get", "there");
        assertThat(get(engine, key)).as("round %d", round).isNull();
      }
      assertThat(engine.statistics().timedOutWrites()).isEqualTo(2L * rounds);
    }
    Pages.assertSound(directory);
  }

  @Test
  void aStoppedHolderThatIsKilledFreesTheWriter() {
    try (Engine engine = Stores.open(directory);
        OtherJvm stopped = EngineProgram.with(directory)) {
      stopped.expect("holding", "hold", "stopped agent");
      stopped.signal("STOP");
      CompletableFuture<Boolean> waiting =
          engine.writeAsync(batch -> batch.put(bytes("key"), bytes("1")), LONG);
      stopped.kill();
      assertThat(waiting.join()).isTrue();
    }
    Pages.assertSound(directory);
  }

  /** At any point: with the writer and without, in the middle of a commit too. */
  @Test
  void aWriterThatIsStoppedAnywhereLosesNothing() {
    Random random = new Random(Effort.seed());
    int rounds = Effort.of(12, 1500);
    int timeouts = 0;
    Set<String> applied = new HashSet<>();
    Set<String> expired = new HashSet<>();
    List<String> said;
    try (Engine engine = Stores.open(directory);
        OtherJvm busy = EngineProgram.with(directory)) {
      busy.send("writeForever", 2);
      for (int round = 0; round < rounds; round++) {
        LockSupport.parkNanos(random.nextInt(40_000_000));
        busy.signal("STOP");
        String key = "mine" + round;
        try {
          writeSoon(engine, key);
          applied.add(key);
        } catch (WriteTimeoutException e) {
          // Between taking LMDB's lock and saying so, the holder has no name yet.
          assertThat(e.getMessage()).containsAnyOf("process " + busy.pid(), "left no name");
          expired.add(key);
          timeouts++;
        }
        try (Snapshot snapshot = engine.snapshot()) {
          assertThat(number(snapshot, "x") + number(snapshot, "y")).as("round %d", round).isZero();
        }
        busy.signal("CONT");
      }
      engine.flush();
      said = busy.kill();
      for (String line : said) {
        if (line.startsWith("row:") && line.endsWith(".")) {
          applied.add(line.substring(0, line.length() - 1));
        }
      }
      try (Snapshot snapshot = engine.snapshot()) {
        for (String key : applied) {
          assertThat(snapshot.get(bytes(key))).as("acknowledged %s", key).isNotNull();
        }
        for (String key : expired) {
          assertThat(snapshot.get(bytes(key))).as("timed out %s", key).isNull();
        }
      }
    }
    Pages.assertSound(directory);
    Effort.note(
        "writer stopped: %d times, in %d of them the others timed out; %d acknowledged writes there"
            .formatted(rounds, timeouts, applied.size()));
  }

  /** Reads from one snapshot as long as it is told keys; run by the test. */
  static final class Reader {
    public static void main(String[] args) throws IOException {
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      try (Engine engine = Stores.open(Path.of(args[0]))) {
        try (Snapshot snapshot = engine.snapshot()) {
          System.out.println("reading");
          for (String key = input.readLine(); !key.isEmpty(); key = input.readLine()) {
            byte[] value = snapshot.get(bytes(key));
            System.out.println(value == null ? "nothing" : text(value).strip());
          }
        }
        System.out.println("read");
        System.out.println(input.readLine());
      }
    }
  }

  @Test
  void aStoppedReaderReadsOnFromItsSnapshotAndTheFileGrowsForThatLongOnly() throws IOException {
    int rows = 100;
    int rewrites = Effort.of(120, 1200);
    Path data = directory.resolve("data.mdb");
    try (Engine engine = Stores.open(directory)) {
      rewrite(engine, rows, 0);
      long small;
      long grown;
      try (OtherJvm reader = OtherJvm.small(Reader.class, directory.toString())) {
        assertThat(reader.line()).isEqualTo("reading");
        reader.expect("0", "row0");
        small = Files.size(data);
        reader.signal("STOP");
        for (int i = 1; i <= rewrites; i++) {
          rewrite(engine, rows, i);
        }
        grown = Files.size(data);
        reader.signal("CONT");
        for (int row = 0; row < rows; row++) {
          reader.expect("0", "row" + row);
        }
        reader.expect("read", "");
        // The pages that the snapshot kept are used again, with its process still there.
        for (int i = 1; i <= rewrites; i++) {
          rewrite(engine, rows, -i);
        }
        assertThat(Files.size(data)).as("after its end").isLessThan(grown + (1 << 20));
        reader.expect("end", "end");
      }
      // A value takes a page at most, and the way to it two more; and see FreePages.
      assertThat(grown - small)
          .as("while it was stopped")
          .isBetween(1L * VALUE_BYTES * rewrites, 3L * PAGE_BYTES * rows * rewrites + (32 << 20));
      assertThat(get(engine, "row0").strip()).isEqualTo("" + -rewrites);
      Effort.note(
          "reader stopped: the file grew from %,d to %,d bytes for %,d written, and no more after"
              .formatted(small, grown, 1L * VALUE_BYTES * rows * rewrites));
    }
    Pages.assertSound(directory);
  }

  private static void rewrite(Engine engine, int rows, int number) {
    byte[] value = bytes(("" + number).concat(" ".repeat(VALUE_BYTES)));
    List<CompletableFuture<Boolean>> writes = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      byte[] key = bytes("row" + row);
      writes.add(engine.writeAsync(batch -> batch.put(key, value), LONG));
    }
    writes.forEach(CompletableFuture::join);
  }
}
