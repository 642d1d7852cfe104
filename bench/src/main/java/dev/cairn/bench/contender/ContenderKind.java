package dev.cairn.bench.contender;

import dev.cairn.CachePolicy;
import dev.cairn.CairnOptions;
import java.nio.file.Path;

/**
 * Lists the stores and caches that the benchmark compares, each with its title and its guarantees:
 * durable, shared, ordered. The names of the constants are the values of the workloads' parameter
 * {@code contender}.
 */
public enum ContenderKind {
  /** Cairn with its defaults. */
  CAIRN("Cairn", true, true, true),
  /** Cairn with its cache off. */
  CAIRN_UNCACHED("Cairn, cache off", true, true, true),
  /** Caffeine alone: the limit of a cached read. Stores nothing. */
  CAFFEINE("Caffeine", false, false, false),
  /** lmdbjava alone, a commit a write: the floor under Cairn. */
  LMDB("lmdbjava", true, true, true),
  /** SQLite by xerial's driver, WAL, synchronous=FULL. */
  SQLITE("SQLite", true, true, true),
  /** H2's MVStore. */
  MVSTORE("H2 MVStore", true, false, true),
  /** RocksDB, synced writes. */
  ROCKSDB("RocksDB", true, false, true),
  /** JetBrains Xodus. */
  XODUS("Xodus", true, false, true),
  /** MapDB with its write-ahead log. */
  MAPDB("MapDB", true, false, true),
  /** Chronicle Map, which does not sync. */
  CHRONICLE("Chronicle Map", false, true, false),
  /** A JSON file, written anew and renamed under a file lock. */
  JSON_FILE("JSON file", true, true, true);

  /** The name for people. */
  public final String title;

  /** True if a write that returned survives a power failure. */
  public final boolean durable;

  /** True if several processes may write at once. */
  public final boolean shared;

  /** True if it finds ranges: prefixes, the newest, all of a site. */
  public final boolean ordered;

  ContenderKind(String title, boolean durable, boolean shared, boolean ordered) {
    this.title = title;
    this.durable = durable;
    this.shared = shared;
    this.ordered = ordered;
  }

  /**
   * Opens the contender.
   *
   * @param directory the directory of its files, which exists
   */
  public Contender open(Path directory) {
    return switch (this) {
      case CAIRN -> new CairnContender(directory, CairnOptions.defaults(), true);
      case CAIRN_UNCACHED ->
          new CairnContender(
              directory, CairnOptions.defaults().withCache(CachePolicy.off()), false);
      case CAFFEINE -> new CaffeineContender();
      case LMDB -> new RowContender(new LmdbStore(directory), durable);
      case SQLITE -> new RowContender(new SqliteStore(directory), durable);
      case MVSTORE -> new RowContender(new MvStore(directory), durable);
      case ROCKSDB -> new RowContender(new RocksStore(directory), durable);
      case XODUS -> new RowContender(new XodusStore(directory), durable);
      case MAPDB -> new RowContender(new MapDbStore(directory), durable);
      case CHRONICLE -> new RowContender(new ChronicleStore(directory), durable);
      case JSON_FILE -> new RowContender(new JsonFileStore(directory), durable);
    };
  }
}
