package dev.cairn.internal.table;

import dev.cairn.CachePolicy;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens a store for a test, and defines the table that most tests use. */
public final class OpenStore implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A note: an author may be missing. */
  public record Note(String text, String author, int stars, Instant at) {
    public static Note of(String text) {
      return by("ann", text);
    }

    public static Note by(String author, String text) {
      return new Note(text, author, text.length(), Instant.EPOCH.plusSeconds(text.length()));
    }
  }

  public static final Index<Note, Instant> BY_TIME = Index.one("by-time", Keys.instant(), Note::at);

  /** Leaves out what has no author. */
  public static final Index<Note, String> BY_AUTHOR =
      Index.one("by-author", Keys.string(), Note::author);

  /** One entry for each word of the text. */
  public static final Index<Note, String> BY_WORD =
      Index.many("by-word", Keys.string(), note -> List.of(note.text().split(" ", -1)));

  public static final Table<String, Note> PLAIN =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  public static final Table<String, Note> NOTES = PLAIN.indexedBy(BY_TIME, BY_AUTHOR, BY_WORD);

  public final Engine engine;
  public final Store store;
  public final Transactor here;

  private OpenStore(Engine engine, CachePolicy policy) {
    this.engine = engine;
    this.store = new Store(engine, policy, 1 << 20);
    this.here = store.in("", TIMEOUT);
  }

  /** Opens a store; several in one directory share the engine, and have a cache each. */
  public static OpenStore in(Path directory) {
    return over(LmdbEngine.open(directory, LmdbOptions.defaults()));
  }

  public static OpenStore over(Engine engine) {
    return new OpenStore(engine, CachePolicy.untilChanged());
  }

  public Transactor in(String namespace) {
    return store.in(namespace, TIMEOUT);
  }

  /** Runs a write that has no result. */
  public void write(Consumer<? super WriteTransaction> work) {
    here.write(
        tx -> {
          work.accept(tx);
          return "";
        });
  }

  /** Reads a row in a transaction. */
  public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    return here.read(tx -> tx.get(table, key));
  }

  /** Stores notes under the names of their first words. */
  public void put(Note... notes) {
    write(
        tx ->
            Arrays.stream(notes)
                .forEach(note -> tx.put(NOTES, note.text().split(" ", -1)[0], note)));
  }

  /** Returns the keys of the notes that an index finds, in its order. */
  public List<String> keys(Index<Note, ?> index, Scan scan) {
    return here.read(tx -> tx.scan(NOTES, index, scan).map(Row::key).toList());
  }

  /** Returns the keys of the notes that a scan finds, in order. */
  public List<String> keys(Scan scan) {
    return here.read(tx -> tx.scan(NOTES, scan).map(Row::key).toList());
  }

  public long count(Scan scan) {
    return here.read(tx -> tx.count(NOTES, scan));
  }

  public long count(Index<Note, ?> index, Scan scan) {
    return here.read(tx -> tx.count(NOTES, index, scan));
  }

  @Override
  public void close() {
    store.close();
    engine.close();
  }
}
