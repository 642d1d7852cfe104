package dev.cairn.internal.postings;

import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps for each key, such as a word, the passages that it occurs in, with a small number for each
 * (its payload).
 *
 * <p>Keys are byte strings of a collection, and order as unsigned bytes. With the collection and
 * the namespace a key must fit into 511 bytes. The rows are derived: see {@link Table#derived}. So
 * whoever changes postings changes a row of another table in the same transaction, and whoever
 * reads them reads that row.
 */
public final class Postings {
  private final Table<BlockKey, PostingBlock> table;

  /**
   * Defines postings.
   *
   * @param table the name of their table
   */
  public Postings(String table) {
    this.table =
        Table.named(table)
            .keyedBy(Keys.record(BlockKey.class))
            .holding(PostingBlock.class)
            .derived();
  }

  /** Returns the table that the postings are in. */
  public Table<?, ?> table() {
    return table;
  }

  /**
   * Adds a posting, which takes the place of another one of the same passage.
   *
   * @param passage the passage, not negative and below {@link Long#MAX_VALUE}
   * @param payload a number of the caller's, not negative; the smaller, the fewer bytes it takes
   */
  public void add(
      WriteTransaction transaction, int collection, byte[] key, long passage, int payload) {
    PostingChanges changes = new PostingChanges();
    changes.add(passage, payload);
    change(transaction, collection, key, changes);
  }

  /** Removes the posting of a passage, if there is one. */
  public void remove(WriteTransaction transaction, int collection, byte[] key, long passage) {
    PostingChanges changes = new PostingChanges();
    changes.remove(passage);
    change(transaction, collection, key, changes);
  }

  /** Makes all changes of a key; each block is written once. */
  public void change(
      WriteTransaction transaction, int collection, byte[] key, PostingChanges changes) {
    new BlockEditor(transaction, table, collection, key).apply(changes);
  }

  /** Returns the postings of a key; none if there is no such key. */
  public PostingList of(Transaction transaction, int collection, byte[] key) {
    try (Stream<byte[]> blocks =
        transaction.scan(table, Scan.prefix(collection, key)).map(row -> row.value().postings())) {
      return new PostingList(blocks.toList());
    }
  }

  /**
   * Passes each key of a range, in ascending order, with its postings.
   *
   * @param from the least key of the range; null for the first of the collection
   * @param before the least key beyond the range; null if there is none
   */
  public void forEach(
      Transaction transaction,
      int collection,
      byte @Nullable [] from,
      byte @Nullable [] before,
      BiConsumer<byte[], PostingList> action) {
    Scan scan = Scan.prefix(collection);
    if (from != null) {
      scan = scan.from((Object) from);
    }
    if (before != null) {
      scan = scan.before((Object) before);
    }
    Grouped grouped = new Grouped(action);
    try (Stream<?> rows =
        transaction
            .scan(table, scan)
            .peek(row -> grouped.add(row.key().key(), row.value().postings()))) {
      rows.forEach(row -> {});
    }
    grouped.end();
  }

  /** Gathers the blocks of each key, which follow one another. */
  private static final class Grouped {
    private final BiConsumer<byte[], PostingList> action;
    private byte @Nullable [] key;
    private List<byte[]> blocks = new ArrayList<>();

    Grouped(BiConsumer<byte[], PostingList> action) {
      this.action = action;
    }

    void add(byte[] next, byte[] block) {
      if (!Arrays.equals(key, next)) {
        end();
        key = next;
        blocks = new ArrayList<>();
      }
      blocks.add(block);
    }

    void end() {
      if (key != null) {
        action.accept(key, new PostingList(blocks));
      }
    }
  }

  /** Returns the first key of a range, from {@code from} up to, not including, {@code before}. */
  public Optional<byte[]> firstKey(
      Transaction transaction, int collection, byte[] from, byte[] before) {
    Scan range = Scan.prefix(collection).from((Object) from).before((Object) before).limit(1);
    return transaction.scan(table, range).map(row -> row.key().key()).findFirst();
  }

  /** Returns the passages of all keys of a range, which {@link #forEach} describes. */
  public PassageSet passages(
      Transaction transaction, int collection, byte @Nullable [] from, byte @Nullable [] before) {
    List<PostingList> lists = new ArrayList<>();
    forEach(transaction, collection, from, before, (key, list) -> lists.add(list));
    return PostingList.passages(lists);
  }

  /**
   * Removes blocks of a collection, whatever their keys.
   *
   * @param most the most blocks to remove, positive
   * @return false if none is left
   */
  public boolean clear(WriteTransaction transaction, int collection, int most) {
    List<BlockKey> keys =
        transaction.scan(table, Scan.prefix(collection).limit(most)).map(Row::key).toList();
    keys.forEach(key -> transaction.remove(table, key));
    return keys.size() == most;
  }

  /** Returns the greatest number of a collection that has postings; 0 if there are none. */
  public int lastCollection(Transaction transaction) {
    return transaction
        .scan(table, Scan.all().descending().limit(1))
        .mapToInt(row -> row.key().collection())
        .sum();
  }

  /** Returns the sum of the fingerprints of all postings of a collection. */
  public long fingerprint(Transaction transaction, int collection) {
    long[] sum = new long[1];
    forEach(
        transaction,
        collection,
        null,
        null,
        (key, postings) -> {
          PostingCursor cursor = postings.cursor();
          while (cursor.next()) {
            sum[0] += fingerprint(key, cursor.passage(), cursor.payload());
          }
        });
    return sum[0];
  }

  /**
   * Returns the fingerprint of a posting. Two sets of postings whose fingerprints have one sum are
   * the same, but for a chance of one in 2<sup>64</sup>.
   */
  public static long fingerprint(byte[] key, long passage, int payload) {
    long hash = passage * 0x9E37_79B9_7F4A_7C15L + payload;
    for (byte each : key) {
      hash = (hash ^ each) * 0xBF58_476D_1CE4_E5B9L;
      hash ^= hash >>> 29;
    }
    hash *= 0x94D0_49BB_1331_11EBL;
    return hash ^ (hash >>> 31);
  }

  /**
   * Returns the least key beyond all that begin with a prefix, for the end of a range.
   *
   * @return the key; null if no key is beyond them
   */
  public static byte @Nullable [] beyond(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] beyond = Arrays.copyOf(prefix, length);
    beyond[length - 1]++;
    return beyond;
  }
}
