package dev.cairn.internal.lmdb.env;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.lmdb.files.Mount;
import dev.cairn.internal.lmdb.files.NamedFiles;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.files.StoreFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;
import org.lmdbjava.TxnFlags;

/**
 * An open LMDB environment with its two databases and its mapped version.
 *
 * <p>All tables share the database {@link StoreFormat#DATA} and are told apart by a prefix of their
 * keys. A database a table would have to be opened while transactions run, and LMDB gives a
 * transaction no handle that was opened after it began.
 */
public final class Environment implements AutoCloseable {
  private final Path store;
  private final Failures failures;
  private final MemoryMap map = new MemoryMap();
  private final Env<NativeBytes> env;
  private final Dbi<NativeBytes> data;
  private final Dbi<NativeBytes> changes;
  private final @Nullable LockFile lockFile;

  /** The lock file too, or null where the version cannot be read from it. */
  final @Nullable LockFile mappedVersion;

  private final @Nullable WriterMark mark;
  private final NamedFiles files;
  private final SnapshotGuard guard;
  private final int pageSize;
  private final WriteGate writes = new WriteGate();

  /** True from the moment at which LMDB gives its map up until it has another one. */
  private volatile boolean unmapped;

  /**
   * Opens an environment.
   *
   * @param name the store as messages name it
   * @param more flags besides those that follow from the options
   */
  private Environment(Path store, Path name, LmdbOptions options, EnvFlags... more)
      throws IOException {
    this.store = store;
    this.failures = new Failures(name);
    this.env = NativeEnvironment.open(store, options, map, more);
    LockFile mapped = null;
    try {
      this.files = new NamedFiles(store);
      Path lock = store.resolve(StoreFiles.LOCK);
      env.readerCheck(); // a slot of a killed process would keep the file growing
      boolean slots = hasSlots();
      if (!slots && !Mount.isSealed(store.resolve(StoreFiles.DATA))) {
        throw LmdbOpenFailures.unregistered(store);
      }
      mapped = slots ? LockFile.map(lock) : null;
      if (mapped != null && !mapped.fits(() -> env.info().lastTransactionId)) {
        throw LmdbOpenFailures.foreignLock(lock);
      }
      EnvInfo info = env.info();
      map.cover(MemoryMap.find(store.resolve(StoreFiles.DATA), info.mapSize), info.mapSize);
      this.pageSize = env.stat().pageSize;
      MetaVersions versions = new MetaVersions(map, pageSize);
      if (!slots && !versions.known()) {
        throw LmdbOpenFailures.unregistered(store);
      }
      try (Txn<NativeBytes> txn = env.txn(null, TxnFlags.MDB_RDONLY_TXN)) {
        this.data = env.openDbi(txn, name(StoreFormat.DATA), null, false);
        this.changes = env.openDbi(txn, name(StoreFormat.CHANGES), null, false);
        txn.commit(); // keeps the handles
      }
      this.lockFile = mapped;
      this.mappedVersion = mapped != null && mapped.known() && agrees(mapped) ? mapped : null;
      this.guard =
          slots
              ? SnapshotGuard.withSlots(store, versions, mappedVersion)
              : SnapshotGuard.withoutSlots(store, versions);
      this.mark = options.readOnly() ? null : WriterMark.map(store.resolve(StoreFiles.MARK));
    } catch (IOException | RuntimeException | Error e) {
      env.close();
      if (mapped != null) {
        mapped.close();
      }
      throw e;
    }
  }

  public static Environment open(Path store, LmdbOptions options) {
    try {
      return new Environment(store, store, options);
    } catch (LmdbException | IOException e) {
      throw LmdbOpenFailures.refused(store, options.mapBytes(), e);
    }
  }

  /**
   * Opens a store to be filled that no other process knows of: commits are not synced.
   *
   * @param name the store as messages name it
   */
  public static Environment openToFill(Path store, Path name, long mapBytes) {
    try {
      LmdbOptions options = LmdbOptions.defaults().withMapBytes(mapBytes);
      return new Environment(store, name, options, EnvFlags.MDB_NOSYNC);
    } catch (LmdbException | IOException e) {
      throw LmdbOpenFailures.refused(name, mapBytes, e);
    }
  }

  private static byte[] name(String database) {
    return database.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Compares the mapped version with that of a snapshot, which LMDB takes from the same place.
   * (What the data file says can be one ahead: of a writer that was killed on its last step.)
   */
  private boolean agrees(LockFile mapped) {
    for (int i = 0; i < 100; i++) {
      long before = mapped.version();
      try (Txn<NativeBytes> txn = env.txn(null, TxnFlags.MDB_RDONLY_TXN)) {
        if (mapped.version() == before) { // else another process commits just now
          return txn.getId() == before;
        }
      }
    }
    return false;
  }

  /**
   * Tells whether readers have slots. LMDB silently reads without them where the lock file cannot
   * be opened because of a read-only mount; it then counts no reader while one reads.
   */
  private boolean hasSlots() {
    try (Txn<NativeBytes> reading = env.txn(null, TxnFlags.MDB_RDONLY_TXN)) {
      int readers = env.info().numReaders;
      reading.abort();
      return readers > 0;
    }
  }

  public long version() {
    if (mappedVersion != null) {
      return mappedVersion.version();
    }
    // Not what LMDB's info says: after a kill that can be a version that no snapshot shows yet.
    try (Txn<NativeBytes> txn = beginRead()) {
      guard.check();
      return txn.getId();
    }
  }

  /** Tells whether a version is the last one; where that is not mapped, it is taken to be. */
  public boolean isLast(long version) {
    return mappedVersion == null || mappedVersion.version() == version;
  }

  /**
   * Does nothing, unless LMDB has lost its map, through which it would read freed memory. To be
   * called before a transaction begins that may do so after the map has grown.
   *
   * @throws dev.cairn.StorageException if it has, which is so for good
   */
  public void requireMap() {
    if (unmapped) {
      throw failures.noMap();
    }
  }

  /** Tells whether LMDB has lost its map: no transaction may be renewed then. */
  public boolean unmapped() {
    return unmapped;
  }

  /** Begins a read transaction, freeing the slots of dead processes where all are taken. */
  public Txn<NativeBytes> beginRead() {
    requireMap();
    try {
      return env.txn(null, TxnFlags.MDB_RDONLY_TXN);
    } catch (Env.ReadersFullException e) {
      freeDeadReaders();
    } catch (LmdbException e) {
      throw failures.of(e);
    }
    try {
      return env.txn(null, TxnFlags.MDB_RDONLY_TXN);
    } catch (LmdbException e) {
      throw failures.of(e);
    }
  }

  /** Begins the write transaction, waiting for other processes' if need be. */
  public Txn<NativeBytes> beginWrite() {
    writes.enter();
    boolean begun = false;
    try {
      requireMap();
      Txn<NativeBytes> txn = env.txnWrite();
      begun = true; // from here on, whoever ends the transaction leaves the gate
      requireTrusted(txn);
      return txn;
    } catch (LmdbException e) {
      throw failures.of(e);
    } finally {
      if (!begun) {
        writes.leave();
      }
    }
  }

  /** The gate that keeps writes away while the map is made anew. */
  public WriteGate writes() {
    return writes;
  }

  /** Tells whether {@link #version()} reads the version without a transaction. */
  public boolean hasMappedVersion() {
    return mappedVersion != null;
  }

  /** Maps the file anew, as large as it has become and more; no transaction may be open. */
  public synchronized void growMap() {
    checkOpen();
    EnvInfo info = env.info();
    long needed = (info.lastPageNumber + 1) * pageSize;
    long bytes = info.mapSize;
    while (bytes < 2 * needed) { // not a little each time: all reading stops for it
      bytes *= 2;
    }
    if (!AddressSpace.has(bytes)) {
      throw failures.noAddressSpace(bytes); // LMDB would give up the old map before it asks
    }
    mapAnew(bytes);
  }

  /**
   * Has LMDB map the file anew. It gives the old map up first; where it gets no other one, its next
   * step would end the JVM, and this environment takes none any more.
   */
  synchronized void mapAnew(long bytes) {
    map.cover(0, 0);
    unmapped = true;
    try {
      env.setMapSize(bytes);
    } catch (LmdbException e) {
      throw failures.notMapped(bytes, e);
    }
    unmapped = false;
    long mapped = env.info().mapSize;
    map.cover(MemoryMap.find(store.resolve(StoreFiles.DATA), mapped), mapped);
  }

  /** Aborts a write that would go to an old file, or to one that others write to without asking. */
  private void requireTrusted(Txn<NativeBytes> write) {
    boolean trusted = false;
    try {
      if (!guard.shows(write.getId() - 1)) {
        throw guard.strayed();
      }
      guard.check();
      trusted = true;
    } finally {
      if (!trusted) {
        write.abort();
        writes.leave();
      }
    }
  }

  /** Frees the slots of dead processes; does nothing if closed. */
  public synchronized void freeDeadReaders() {
    if (!env.isClosed()) {
      try {
        env.readerCheck();
      } catch (LmdbException e) {
        throw failures.of(e);
      }
    }
  }

  /** Wakes those who wait for one of LMDB's mutexes in vain. */
  public void wakeWaiters() {
    if (lockFile != null) {
      lockFile.wakeWaiters();
    }
  }

  public NativeBytes buffer() {
    return new NativeBytes(map, env.getMaxKeySize());
  }

  /** The check that what is read in a transaction can be trusted. */
  public SnapshotGuard guard() {
    return guard;
  }

  public NamedFiles files() {
    return files;
  }

  public Path store() {
    return store;
  }

  public Failures failures() {
    return failures;
  }

  public Dbi<NativeBytes> data() {
    return data;
  }

  /** Returns the database of the change log. */
  public Dbi<NativeBytes> changes() {
    return changes;
  }

  /**
   * Asks LMDB for its figures; exclusive with closing, after which LMDB would read freed memory.
   */
  public synchronized EnvInfo info() {
    checkOpen();
    return env.info();
  }

  /** Asks LMDB for its figures, in a thread with an open transaction, which closing waits for. */
  public EnvInfo infoInTransaction() {
    return env.info();
  }

  private void checkOpen() {
    if (env.isClosed()) {
      throw new StoreClosedException("store " + store + " is closed");
    }
    requireMap();
  }

  public int pageSize() {
    return pageSize;
  }

  /** The mark of the writer; only where the store is open for writing. */
  public WriterMark mark() {
    return Objects.requireNonNull(mark);
  }

  /**
   * Copies the data file into an empty directory. The caller keeps a snapshot open meanwhile, so
   * that the environment is not closed: this must not hold up what is synchronized here.
   */
  public void copyTo(Path directory, boolean compact) {
    env.copy(
        directory.toFile(),
        compact ? new CopyFlags[] {CopyFlags.MDB_CP_COMPACT} : new CopyFlags[0]);
    guard.check();
  }

  /** Forces the last commit to disk. */
  public synchronized void sync() {
    checkOpen();
    try {
      env.sync(true);
    } catch (LmdbException e) {
      throw failures.of(e);
    }
  }

  /** Unmaps the store; no transaction may be open, and none may begin any more. */
  @Override
  public synchronized void close() {
    env.close();
    if (lockFile != null) {
      try {
        lockFile.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
