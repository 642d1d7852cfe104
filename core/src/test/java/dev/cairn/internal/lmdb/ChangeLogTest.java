package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.put;
import static dev.cairn.internal.engine.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.Together;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the change log names every changed key in order, or says that anything may have
 * changed.
 */
class ChangeLogTest {
  /** The number of versions that the log reaches back: part of what is on disk. */
  private static final int KEPT = 1024;

  @TempDir Path directory;
  private Engine engine;

  @BeforeEach
  void open() {
    engine = Stores.open(directory);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** Commits a change that names its key. */
  private long change(String key) {
    engine.write(
        batch -> {
          batch.logChange(bytes(key));
          return batch.put(bytes(key), bytes("" + batch.version()));
        },
        LONG);
    return engine.version();
  }

  private Changes since(long version) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.changesSince(version);
    }
  }

  private static List<String> said(Changes changes) {
    List<String> said = new ArrayList<>();
    changes.keys().forEach(change -> said.add(change.version() + " " + text(change.key())));
    return said;
  }

  @Test
  void theLogNamesEachKeyWithItsVersionInOrder() {
    long before = engine.version();
    long one = change("a");
    engine.write(
        batch -> {
          batch.put(bytes("b"), bytes("1"));
          batch.put(bytes("c"), bytes("1"));
          batch.logChange(bytes("b"));
          batch.logChange(bytes("c"));
          return null;
        },
        LONG);
    long three = change("a");

    Changes changes = since(before);
    assertThat(changes.everything()).isFalse();
    assertThat(changes.since()).isEqualTo(before);
    assertThat(changes.upTo()).isEqualTo(three);
    assertThat(said(changes))
        .containsExactly(one + " a", (one + 1) + " b", (one + 1) + " c", three + " a");
    assertThat(said(since(one + 1))).containsExactly(three + " a");
    for (long since : new long[] {three, three + 1, Long.MAX_VALUE}) {
      assertThat(since(since).everything()).isFalse();
      assertThat(since(since).keys()).isEmpty();
    }
  }

  @Test
  void aCommitThatNamesNothingChangedNothingThatAnyoneMayHoldACopyOf() {
    long before = change("a");
    put(engine, "not logged", "1");
    assertThat(since(before).everything()).isFalse();
    assertThat(since(before).keys()).isEmpty();
  }

  @Test
  void aSnapshotTellsOfTheCommitsThatItShows() {
    long before = engine.version();
    long shown = change("a");
    try (Snapshot snapshot = engine.snapshot()) {
      change("b");
      assertThat(said(snapshot.changesSince(before))).containsExactly(shown + " a");
    }
  }

  @Test
  void theCommitsOfTwoProcessesMakeOneLog() {
    long before = engine.version();
    List<String> expected = new ArrayList<>();
    try (OtherJvm child = EngineProgram.with(directory)) {
      for (int i = 0; i < 20; i++) {
        expected.add(change("mine" + i) + " mine" + i);
        expected.add(child.ask("put", "theirs" + i, "1") + " theirs" + i);
      }
      assertThat(said(since(before))).isEqualTo(expected);
    }
  }

  @Test
  void aWriteThatWasAbortedNamesNothing() {
    long before = engine.version();
    List<String> expected = new ArrayList<>();
    try (Together together = new Together(engine)) {
      for (int i = 0; i < 10; i++) {
        int number = i;
        together.run(
            batch -> {
              batch.put(bytes("key" + number), bytes("1"));
              batch.logChange(bytes("key" + number));
              if (number % 2 == 1) {
                throw new IllegalStateException("after logging");
              }
              return null;
            });
        if (i % 2 == 0) {
          expected.add("key" + i);
        }
      }
    }
    List<String> named = new ArrayList<>();
    since(before).keys().forEach(change -> named.add(text(change.key())));
    assertThat(named).isEqualTo(expected);
  }

  @Test
  void whatIsOlderThanTheLogMayHaveChangedEverything() {
    long first = change("key");
    long last = first;
    for (int i = 0; i < KEPT + 80; i++) {
      last = change("key");
    }
    assertThat(since(last - KEPT).everything()).isFalse();
    assertThat(since(last - KEPT).keys()).hasSize(KEPT);
    assertThat(since(last - KEPT - 1).everything()).isTrue();
    assertThat(since(first).everything()).isTrue();
    assertThat(since(first).keys()).isEmpty();
    assertThat(since(0).everything()).isTrue();
    assertThat(since(-1).everything()).isTrue();
    assertThat(since(Long.MIN_VALUE).everything()).isTrue();
  }

  @Test
  void tooManyBytesOfKeysMeanEverything() {
    long before = change("a");
    engine.write(
        batch -> {
          batch.put(bytes("b"), bytes("1"));
          for (int i = 0; i < 200; i++) {
            batch.logChange(new byte[400]);
          }
          return null;
        },
        LONG);
    long many = engine.version();
    long after = change("c");
    assertThat(since(before).everything()).isTrue();
    assertThat(said(since(many))).containsExactly(after + " c");
  }

  @Test
  void aCommitMayDeclareThatItChangedEverything() {
    long before = change("a");
    engine.write(
        batch -> {
          batch.logChange(bytes("b"));
          batch.logEverything();
          return batch.put(bytes("b"), bytes("1"));
        },
        LONG);
    assertThat(since(before).everything()).isTrue();
  }

  @Test
  void aCommitOfAForeignProgramMayHaveChangedEverything() {
    long before = change("a");
    try (OtherJvm foreign = EngineProgram.start()) {
      foreign.expect("put", "foreignPut", directory, "a", "foreign");
    }
    long after = change("c");
    assertThat(after).isEqualTo(before + 2);
    assertThat(since(before).everything()).isTrue();
    assertThat(said(since(before + 1))).containsExactly(after + " c");
    assertThat(Stores.get(engine, "a")).isEqualTo("foreign");
  }

  @Test
  void aForeignCommitWhileNobodyHasTheStoreOpenIsSeenToo() {
    long before = change("a");
    engine.close();
    ForeignProgram.put(directory, "a", "foreign");
    engine = Stores.open(directory);
    assertThat(engine.version()).isEqualTo(before + 1);
    assertThat(since(before).everything()).isTrue();
    change("b");
    assertThat(since(before).everything()).isTrue();
  }
}
