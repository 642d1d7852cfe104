package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.Durability;

/**
 * Holds the options with which LMDB opens a store.
 *
 * @param readOnly true to refuse writes, and to need a store that exists
 * @param durability the failures that a returned write survives
 * @param mapBytes the size that the data file cannot outgrow; address space, not disk
 * @param maxReaders reader slots, shared by all processes; decided by the first one to open
 * @param untilRestart true if nothing need survive a restart of the machine: no commit is synced,
 *     and after a power failure the files are not to be opened any more
 */
public record LmdbOptions(
    boolean readOnly, Durability durability, long mapBytes, int maxReaders, boolean untilRestart) {

  /** The default size of the map, 64 GiB. */
  public static final long DEFAULT_MAP_BYTES = 64L << 30;

  /** The default number of reader slots. */
  public static final int DEFAULT_MAX_READERS = 1024;

  private static final long SMALLEST_MAP = 1 << 20;

  /** Refuses values out of range. */
  public LmdbOptions {
    notNull("durability", durability);
    positive("maxReaders", maxReaders);
    if (mapBytes < SMALLEST_MAP) {
      throw new IllegalArgumentException(
          "mapBytes must be at least %d (1 MiB): %d".formatted(SMALLEST_MAP, mapBytes));
    }
  }

  /** Holds the options of a store that survives a restart of the machine. */
  public LmdbOptions(boolean readOnly, Durability durability, long mapBytes, int maxReaders) {
    this(readOnly, durability, mapBytes, maxReaders, false);
  }

  /**
   * Returns what fits most stores.
   *
   * @return the defaults: reading and writing, synchronous, 64 GiB, 1,024 readers
   */
  public static LmdbOptions defaults() {
    return new LmdbOptions(false, Durability.SYNC, DEFAULT_MAP_BYTES, DEFAULT_MAX_READERS);
  }

  /**
   * Returns these options with another size of the map.
   *
   * @param bytes the size that the data file cannot outgrow, at least 1 MiB
   * @return the changed options
   */
  public LmdbOptions withMapBytes(long bytes) {
    return new LmdbOptions(readOnly, durability, bytes, maxReaders, untilRestart);
  }

  /**
   * Returns these options for reading only.
   *
   * @return the same, but {@link #readOnly}
   */
  public LmdbOptions forReading() {
    return new LmdbOptions(true, durability, mapBytes, maxReaders, untilRestart);
  }

  /**
   * Returns the options of state that only the processes of one run of the machine share.
   *
   * @return reading and writing, without syncs, 1 GiB, 1,024 readers
   */
  public static LmdbOptions ofOneRun() {
    return new LmdbOptions(false, Durability.SYNC, 1L << 30, DEFAULT_MAX_READERS, true);
  }
}
