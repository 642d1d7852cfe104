package dev.cairn.tools;

import static dev.cairn.internal.engine.View.Order.ASCENDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that {@code cairn watch} prints the changes of every process. */
class WatchIT {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  @TempDir private Path directory;
  private Path out;
  private Path err;
  private Cairn cairn;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("cairn-store"));
    cairn.memory().put(NOTES, "first", new Note("1"));
    out = directory.resolve("out");
    err = directory.resolve("err");
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private long version() {
    return cairn.statistics().store().version();
  }

  private Process start(String... command) throws IOException {
    return Launched.builder(directory, List.of(command))
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void tellsWhatOtherProcessesDoUntilItIsStopped(String signal) throws Exception {
    long version = version();
    Process watch =
        start(Launched.launcher().toString(), "watch", "--since", Long.toString(version));
    cairn.memory().put(NOTES, "a\tb", new Note("2"));
    Await.until("a line", () -> text(out).lines().count() == 1);
    cairn.memory("alice").put(NOTES, "c", new Note("3"));
    Await.until("the next line", () -> text(out).lines().count() == 2);
    cairn.memory().remove(NOTES, "first");
    Await.until("the last line", () -> text(out).lines().count() == 3);
    Launched.run(directory, "drop-namespace", "alice", "--yes").succeeded();
    Await.until("another process's", () -> text(out).lines().count() == 4);

    assertThat(watch.isAlive()).isTrue();
    Launched.signal(watch, signal);

    assertThat(Launched.end(watch)).isZero();
    assertThat(text(err)).isEmpty();
    assertThat(text(out).lines())
        .containsExactly(
            version + 1 + "\tput\tnotes\t\"\"\t(\"a\\u0009b\")",
            version + 2 + "\tput\tnotes\t\"alice\"\t(\"c\")",
            version + 3 + "\tdelete\tnotes\t\"\"\t(\"first\")",
            version + 4 + "\tanything\tmay have changed: this version does not say");
  }

  @Test
  void printsAnObjectALine() throws Exception {
    long version = version();
    cairn.memory().put(NOTES, "a", new Note("2"));
    Process watch =
        start(
            Launched.launcher().toString(),
            "watch",
            "--json",
            "--since",
            Long.toString(version - 1));
    Await.until("two lines", () -> text(out).lines().count() == 2);
    watch.destroy();

    assertThat(Launched.end(watch)).isZero();
    assertThat(text(out).lines())
        .containsExactly(
            "{\"version\":%d,\"change\":\"put\",\"table\":\"notes\",\"namespace\":\"\",\"key\":[\"first\"]}"
                .formatted(version),
            "{\"version\":%d,\"change\":\"put\",\"table\":\"notes\",\"namespace\":\"\",\"key\":[\"a\"]}"
                .formatted(version + 1));
  }

  @Test
  void endsWhenNobodyReadsOn() throws Exception {
    Process watch =
        start(
            "sh",
            "-c",
            "{ '" + Launched.launcher() + "' watch --since 0; echo ended $? >&2; } | head -n 1");
    int[] number = {0};
    Await.until(
        "its end",
        () -> {
          cairn.memory().put(NOTES, "n", new Note("text " + number[0]++));
          return text(err).equals("ended 0\n");
        });
    assertThat(Launched.end(watch)).isZero();
    assertThat(text(out)).hasLineCount(1);
  }

  @Test
  void refusesAVersionThatIsNone() {
    Launched.run(directory, "watch", "--since", "999999")
        .failed(2, "since must be a version from 0 to " + version());
    Launched.run(directory, "watch", "--since", "-1").failed(2, "since must be a version");
    Launched.run(directory, "watch", "--since", "x").failed(2, "'x' is not a long");
    Launched.run(directory, "watch", "--store", "nowhere").failed(2, "no store at");
  }

  @Test
  void aFailureIsNoEnd() {
    long version = version();
    cairn.close();
    try (Engine engine =
        LmdbEngine.open(directory.resolve("cairn-store"), LmdbOptions.defaults())) {
      engine.write(WatchIT::damageCatalogue, Duration.ofSeconds(10));
    }
    Launched.run(directory, "watch", "--since", Long.toString(version - 1))
        .failed(ExitCode.PROBLEM, "catalogue");
  }

  /** Damages all rows, those of the catalogue too, except the first, which makes it a store. */
  private static boolean damageCatalogue(Batch batch) {
    List<byte[]> keys = new ArrayList<>();
    try (var cursor = batch.scan(new Range(new byte[] {0, 0}, null), ASCENDING)) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    assertThat(keys).isNotEmpty();
    keys.forEach(key -> batch.put(key, new byte[] {1}));
    return true;
  }
}
