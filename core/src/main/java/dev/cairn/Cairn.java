package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notBlank;
import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;
import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.table.Store;
import dev.cairn.maintenance.Maintenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A store that agents in any number of threads and processes share: opened once, used by all
 * threads, closed at the end.
 *
 * <pre>{@code
 * try (Cairn cairn = Cairn.open(Path.of("agents.cairn"))) {
 *   Memory memory = cairn.memory();
 *   memory.sites().recordVisit("https://example.com/page1", Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>A write that returned is on disk, and every read that starts afterwards in any process sees it
 * or something later. A thread never sees time go backwards. Reads do not wait for writes, nor
 * writes for reads. A transaction is applied as a whole or not at all, also where its process is
 * killed. All failures are {@link CairnException}s. A bad argument, null too, is refused with an
 * {@link IllegalArgumentException} and has no effect. A call that its place forbids, such as a
 * write that is begun inside a write, throws an {@link IllegalStateException}.
 *
 * <p>Thread-safe, and made for virtual threads too. Opening the same directory again in one JVM
 * shares the open store, and is refused where another class loader's copy of the library has it
 * open. After {@link #close()} every call throws {@link StoreClosedException}.
 *
 * <p>No program may open and close {@code lock.mdb} in a store's directory while this process has
 * the store open, not even to copy it: POSIX drops a process's locks on a file when it closes any
 * descriptor of it. No program may remove, rename or replace a store's files while it is open: the
 * next commit then fails, and soon every call.
 */
public final class Cairn implements AutoCloseable {
  private static final int NAMESPACE_BYTES = 64;

  private final Path path;
  private final CairnOptions options;
  private final Engine engine;
  private final Store store;
  private final Memory memory;

  private Cairn(Path path, CairnOptions options, Engine engine) {
    this.path = path;
    this.options = options;
    this.engine = engine;
    this.store = new Store(engine, options.cache(), options.cacheBytes());
    this.memory = memoryOf("");
  }

  /**
   * Opens the store in a directory, with the default options, and creates it if there is none.
   *
   * @param directory the directory; it and its parents are created if need be, for this user only
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

  private Memory memoryOf(String namespace) {
    return Memory.of(store, namespace, options.writeTimeout(), options.clock());
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
   * Waits until everything that was submitted before this call is on disk, for as long as another
   * process holds the writer: this has no timeout.
   */
  public void flush() {
    engine.flush();
  }

  /**
   * Waits until everything that was submitted before this call is on disk.
   *
   * @param timeout the longest time to wait, positive
   * @throws WriteTimeoutException if a submitted write has not ended in time; the write goes on
   *     waiting, for as long as its own timeout allows
   */
  public void flush(Duration timeout) {
    engine.flush(positive("timeout", timeout));
  }

  /**
   * Returns the figures of this store since this process opened it.
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
   * Ends the writes that wait, waits for the reads of other threads, and releases the store. Where
   * it is opened more than once in this JVM, the last one to close does that; until then the writes
   * that this one queued go on. Does nothing the second time.
   *
   * @throws IllegalStateException if it is called inside a write, or by the last one to close
   *     inside a read; the store stays open then
   */
  @Override
  public void close() {
    engine.close(); // first: the writes that wait still need the store
    store.close();
  }
}
