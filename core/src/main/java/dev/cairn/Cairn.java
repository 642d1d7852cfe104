package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notBlank;
import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;
import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.NativeLibraries;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.internal.table.Store;
import dev.cairn.maintenance.Maintenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A store of agents' knowledge that any number of threads and processes share. A program opens it
 * once, uses it from all threads, and closes it at the end.
 *
 * <pre>{@code
 * try (Cairn cairn = Cairn.open(Path.of("agents.cairn"))) {
 *   Memory memory = cairn.memory();
 *   memory.sites().recordVisit("https://example.com/page1", Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>When a write returns, its commit is on disk, unless {@link Durability#RELAXED} is set. Every
 * read that starts afterwards, in any process, sees that commit or a later one. A read never sees
 * an older version than a read that the same thread started before it. Reads and writes do not wait
 * for each other, except while the memory map grows. A transaction is applied as a whole or not at
 * all, even if its process is killed. Failures of the store are {@link CairnException}s. A bad
 * argument, including null, is refused with an {@link IllegalArgumentException} and has no effect.
 * A call that is not allowed where it is made, such as a write that is begun inside a write, throws
 * an {@link IllegalStateException}.
 *
 * <p>This class is thread-safe, also with virtual threads. Opening the same directory again in one
 * JVM shares the open store, and is refused where another class loader's copy of the library has it
 * open. After {@link #close()}, every call that reads, writes or inspects the store throws {@link
 * StoreClosedException}.
 *
 * <p>No code in this process may open and close {@code lock.mdb} while the process has the store
 * open, not even to copy it: when a process closes any descriptor of a file, POSIX drops all locks
 * of that process on the file. No program may remove, rename or replace the files of an open store:
 * the next commit then fails, and soon afterwards every call.
 */
public final class Cairn implements AutoCloseable {
  private static final int NAMESPACE_BYTES = 64;

  private final Path path;
  private final CairnOptions options;
  private final Engine engine;
  private final Store store;
  private final Coordination coordination;
  private final Indexes indexes;
  private final Memory memory;

  private Cairn(Path path, CairnOptions options, Engine engine) {
    this.path = path;
    this.options = options;
    this.engine = engine;
    this.store = new Store(engine, options.cache(), options.cacheBytes());
    this.coordination = new Coordination(path, engine, store, options);
    this.indexes = options.indexes();
    this.memory = memoryOf("");
  }

  /**
   * Opens the store in a directory, with the default options, and creates it if there is none.
   *
   * @param directory the directory; it and its parents are created if they do not exist, with
   *     access for this user only
   * @return the open store
   * @throws StoreOpenException if the directory cannot be opened as a store; nothing was changed
   * @throws IllegalArgumentException if the path is empty, or begins with {@code ~}, which Java
   *     does not take for the home directory
   */
  public static Cairn open(Path directory) {
    return open(directory, CairnOptions.defaults());
  }

  /**
   * Opens the store in a directory.
   *
   * @param directory the directory
   * @param options the options to open it with
   * @return the open store
   * @throws StoreOpenException if the directory cannot be opened as a store; nothing was changed
   * @throws IllegalArgumentException if the path is empty, or begins with {@code ~}, which Java
   *     does not take for the home directory
   */
  public static Cairn open(Path directory, CairnOptions options) {
    storePath("directory", directory);
    notNull("options", options);
    return new Cairn(directory, options, LmdbEngine.open(directory, options.engine()));
  }

  /**
   * Begins, on another thread, to load the native libraries, which takes longest when the first
   * store of a JVM is opened. A failure is thrown by {@link #open}.
   *
   * @hidden for the command, which does something else meanwhile
   */
  public static void beginLoading() {
    NativeLibraries.beginLoading();
  }

  private Memory memoryOf(String namespace) {
    OpenedStore opened =
        new OpenedStore(store, options.clock(), coordination, indexes, engine.readOnly());
    return Memory.of(opened, namespace, options.writeTimeout());
  }

  /**
   * Returns the memory of the default namespace.
   *
   * @return the memory
   */
  public Memory memory() {
    return memory;
  }

  /**
   * Returns the memory of a namespace: one user's or team's part of the store, which shares no row
   * with any other.
   *
   * @param namespace the namespace, up to 64 bytes in UTF-8, not blank
   * @return the memory
   */
  public Memory memory(String namespace) {
    notBlank("namespace", namespace);
    int bytes = namespace.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > NAMESPACE_BYTES) {
      throw new IllegalArgumentException(
          "namespace of %d bytes in UTF-8, at most %d are allowed: '%s'"
              .formatted(bytes, NAMESPACE_BYTES, namespace));
    }
    return memoryOf(namespace);
  }

  /**
   * Returns the operations on this store as a whole: copies, indexes, namespaces, changes.
   *
   * @return the maintenance
   */
  public Maintenance maintenance() {
    return new Maintenance(engine, options.writeTimeout());
  }

  /**
   * Waits, without a timeout, until every write that this process submitted before this call is on
   * disk or has failed, even while another process holds the writer.
   */
  public void flush() {
    engine.flush();
  }

  /**
   * Waits until every write that this process submitted before this call is on disk or has failed.
   *
   * @param timeout the longest time to wait for the writes, positive; with {@link
   *     Durability#RELAXED}, the sync that follows them is not limited
   * @throws WriteTimeoutException if a submitted write has not ended in time; the write goes on
   *     waiting, for as long as its own timeout allows
   */
  public void flush(Duration timeout) {
    engine.flush(positive("timeout", timeout));
  }

  /**
   * Returns what this process has counted since it opened the store, and the store's current
   * version and sizes.
   *
   * @return the figures
   */
  public CairnStatistics statistics() {
    return new CairnStatistics(engine.statistics(), store.cacheStatistics());
  }

  /**
   * Returns the directory as it was given.
   *
   * @return the directory
   */
  public Path path() {
    return path;
  }

  /**
   * Runs the queued writes, waits a limited time for them and for the reads of other threads, and
   * releases the store. Writes that have not begun in that time fail. If a write or read that has
   * begun does not end in time, the store is closed, but its memory map stays, and it cannot be
   * opened again in this JVM, until that one has ended.
   *
   * <p>If the store is opened more than once in this JVM, only the last close releases it; until
   * then, writes queued through this instance go on. A second call does nothing.
   *
   * @throws IllegalStateException if it is called inside a write, or if it is the last close and is
   *     called inside a read; the store stays open then
   */
  @Override
  public void close() {
    if (!engine.inWrite()) {
      coordination.save();
    }
    engine.close(); // first: the writes that wait still need the store, and its locks
    try {
      coordination.close();
    } finally {
      store.close();
      indexes.close();
    }
  }
}
