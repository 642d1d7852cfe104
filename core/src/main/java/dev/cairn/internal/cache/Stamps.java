package dev.cairn.internal.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Records the last version of the store that changed a key, for groups of keys with a common
 * prefix.
 *
 * <p>The groups share a fixed number of slots. Where two of them share one, a result passes for
 * outdated that is not; the other way round is impossible, since a slot only grows.
 *
 * <p>One thread at a time may raise stamps. A thread that has seen whatever was published after a
 * raise sees the stamp, or a later one.
 */
final class Stamps {
  /** A quarter of a mebibyte: a thousand sites that change all the time leave nine of ten free. */
  private static final int SLOTS = 1 << 15;

  private final AtomicLongArray versions = new AtomicLongArray(SLOTS);

  /** The greatest id of a table of which a row has changed. */
  private volatile int greatestTable;

  /** Notes that a row of this table has changed. */
  void changed(int table) {
    if (greatestTable < table) {
      greatestTable = table;
    }
  }

  /** Notes that a version changed a key with this prefix. */
  void raise(int prefix, long version) {
    int slot = slot(prefix);
    if (versions.getPlain(slot) < version) {
      versions.setOpaque(slot, version);
    }
  }

  /** Tells whether no key of a read set was changed after a version, as far as is noted here. */
  boolean unchangedSince(long version, ReadSet reads) {
    int[] prefixes = reads.prefixes();
    for (int i = 0; i < prefixes.length; i += 2) {
      if (versions.getOpaque(slot(prefixes[i])) > version) {
        return false;
      }
    }
    return reads.knownTables() >= greatestTable;
  }

  private static int slot(int prefix) {
    return prefix & (SLOTS - 1);
  }
}
