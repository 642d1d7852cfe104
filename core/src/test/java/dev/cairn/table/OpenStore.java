package dev.cairn.table;

import dev.cairn.cache.CachePolicy;
import dev.cairn.engine.Engine;
import dev.cairn.engine.lmdb.LmdbEngine;
import dev.cairn.engine.lmdb.LmdbOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store over LMDB for a test, and the table that most tests use. */
final class OpenStore implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A note: an author may be missing. */
  record Note(String text, String author, int stars, Instant at) {
    static Note of(String text) {
      return by("ann", text);
    }

    static Note by(String author, String text) {
      return new Note(text, author, text.length(), Instant.EPOCH.plusSeconds(text.length()));
    }
  }

  static final Index<Note, Instant> BY_TIME = Index.one("by-time", Keys.instant(), Note::at);

  /** Leaves out what has no author. */
  static final Index<Note, String> BY_AUTHOR = Index.one("by-author", Keys.string(), Note::author);

  /** One entry for each word of the text. */
  static final Index<Note, String> BY_WORD =
      Index.many("by-word", Keys.string(), note -> List.of(note.text().split(" ", -1)));

  static final Table<String, Note> PLAIN =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  static final Table<String, Note> NOTES = PLAIN.indexedBy(BY_TIME, BY_AUTHOR, BY_WORD);

  final Engine engine;
  final Store store;
  final Transactor here;

  private OpenStore(Engine engine, CachePolicy policy) {
    this.engine = engine;
    this.store = new Store(engine, policy, 1 << 20);
    this.here = store.in("", TIMEOUT);
  }

  /** Opens a store; several in one directory share the engine, and have a cache each. */
  static OpenStore in(Path directory) {
    return over(LmdbEngine.open(directory, LmdbOptions.defaults()));
  }

  static OpenStore over(Engine engine) {
    return new OpenStore(engine, CachePolicy.untilChanged());
  }

  Transactor in(String namespace) {
    return store.in(namespace, TIMEOUT);
  }

  /** Runs a write that has no result. */
  void write(Consumer<? super WriteTransaction> work) {
    here.write(
        tx -> {
          work.accept(tx);
          return "";
        });
  }

  /** Reads a row in a transaction. */
  <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    return here.read(tx -> tx.get(table, key));
  }

  /** Stores notes under the names of their first words. */
  void put(Note... notes) {
    write(
        tx ->
            Arrays.stream(notes)
                .forEach(note -> tx.put(NOTES, note.text().split(" ", -1)[0], note)));
  }

  /** Returns the keys of the notes that an index finds, in its order. */
  List<String> keys(Index<Note, ?> index, Scan scan) {
    return here.read(tx -> tx.scan(NOTES, index, scan).map(Row::key).toList());
  }

  /** Returns the keys of the notes that a scan finds, in order. */
  List<String> keys(Scan scan) {
    return here.read(tx -> tx.scan(NOTES, scan).map(Row::key).toList());
  }

  long count(Scan scan) {
    return here.read(tx -> tx.count(NOTES, scan));
  }

  long count(Index<Note, ?> index, Scan scan) {
    return here.read(tx -> tx.count(NOTES, index, scan));
  }

  @Override
  public void close() {
    store.close();
    engine.close();
  }
}
