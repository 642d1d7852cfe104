package dev.cairn.internal.table;

import dev.cairn.internal.cache.ReadSet;
import dev.cairn.internal.key.KeyPrefix;
import dev.cairn.internal.key.KeyRange;
import dev.cairn.internal.key.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records the keys and ranges that a query reads, so that its cached result is used only while none
 * of them has changed.
 *
 * <p>Not thread-safe.
 */
final class ReadRecorder {
  /** With more prefixes than this a hit would take long, and whole tables take their place. */
  private static final int MOST = 128;

  /** The hashes of the prefixes, each with that of its table and namespace after it. */
  private int[] pairs = new int[16];

  private int length;
  private boolean everything;
  private int knownTables = ReadSet.ANY_TABLES;
  private final List<Walk> walks = new ArrayList<>();

  /** Notes that the result depends on more than can be named, and is good for one version. */
  void everything() {
    everything = true;
  }

  /** Notes that a table was not there, when this was the greatest id of any. */
  void missingTable(int greatestId) {
    knownTables = Math.min(knownTables, greatestId);
  }

  /** Notes a row that was read, or was found absent. */
  void row(byte[] table, byte[] key) {
    add(KeyPrefix.hash(key), KeyPrefix.hash(table));
  }

  /** Notes all rows of a table in a namespace, given by the beginning of their keys. */
  void table(byte[] table) {
    int hash = KeyPrefix.hash(table);
    add(hash, hash);
  }

  /** Begins to note a walk over the rows of a table. */
  Walk walk(byte[] table, KeyRange range, boolean descending) {
    Walk walk = new Walk(KeyPrefix.hash(table), range, descending);
    walks.add(walk);
    return walk;
  }

  /** Notes all that another query read, whose answer became part of this one's. */
  void include(ReadSet reads) {
    everything |= reads.isEverything();
    missingTable(reads.knownTables());
    int[] included = reads.prefixes();
    for (int i = 0; i < included.length; i += 2) {
      add(included[i], included[i + 1]);
    }
  }

  private void add(int prefix, int table) {
    if (length == pairs.length) {
      if (length >= 4 * MOST) {
        compact();
      }
      if (2 * length > pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * length);
      }
    }
    pairs[length++] = prefix;
    pairs[length++] = table;
  }

  /** Puts whole tables in the place of their rows. */
  private void compact() {
    for (int i = 0; i < length; i += 2) {
      pairs[i] = pairs[i + 1];
    }
    removeDoubles();
  }

  private void removeDoubles() {
    Set<Integer> seen = new HashSet<>();
    int kept = 0;
    for (int i = 0; i < length; i += 2) {
      if (seen.add(pairs[i])) {
        pairs[kept] = pairs[i];
        pairs[kept + 1] = pairs[i + 1];
        kept += 2;
      }
    }
    length = kept;
  }

  /** Returns what was read so far. */
  ReadSet reads() {
    walks.forEach(Walk::end);
    walks.clear();
    removeDoubles();
    if (length > 2 * MOST) {
      compact();
    }
    return everything || length > 2 * MOST
        ? ReadSet.EVERYTHING
        : ReadSet.of(Arrays.copyOf(pairs, length), knownTables);
  }

  /** How far one scan was walked. */
  final class Walk {
    private final int table;
    private final KeyRange range;
    private final boolean descending;
    private byte @Nullable [] last;
    private boolean exhausted;

    private Walk(int table, KeyRange range, boolean descending) {
      this.table = table;
      this.range = range;
      this.descending = descending;
    }

    /** Notes the row that was reached. */
    void reached(byte[] key) {
      last = key;
    }

    /** Notes that there was no further row. */
    void exhausted() {
      exhausted = true;
    }

    private void end() {
      try {
        if (exhausted) {
          add(KeyPrefix.hashOfRange(range.from(), range.to()), table);
        } else if (last != null) {
          int hash =
              descending
                  ? KeyPrefix.hashOfRange(last, range.to())
                  : KeyPrefix.hashUpTo(range.from(), last);
          add(hash, table);
        }
      } catch (MalformedBytesException e) {
        add(table, table); // the key of the last row is damaged, which a count does not look at
      }
    }
  }
}
