package dev.cairn.internal.postings;

import dev.cairn.internal.postings.PostingCursor.Header;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.WriteTransaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes the blocks of one key in a transaction: splits those that grow too long, and merges those
 * that become too short.
 *
 * <p>Invariant: where a key has postings, its last block stands under {@link BlockKey#LAST}, and
 * each other one under its first passage. The blocks do not overlap, and have one posting at least.
 */
final class BlockEditor {
  /** The most postings of a block: longer ones take longer to write again, shorter ones to read. */
  static final int MOST = 128;

  /** A block of fewer postings is merged with the next one, if both fit into one. */
  private static final int FEW = MOST / 4;

  private final WriteTransaction transaction;
  private final Table<BlockKey, PostingBlock> table;
  private final int collection;
  private final byte[] key;

  BlockEditor(
      WriteTransaction transaction,
      Table<BlockKey, PostingBlock> table,
      int collection,
      byte[] key) {
    this.transaction = transaction;
    this.table = table;
    this.collection = collection;
    this.key = key;
  }

  void apply(PostingChanges changes) {
    int next = 0;
    while (next < changes.size()) {
      byte[] last = last();
      if (last == null) {
        PostingRun run = new PostingRun(changes.size()).with(changes, next, changes.size());
        if (run.size() > 0) {
          writeLast(run);
        }
        return;
      }
      Header header = PostingCursor.headerOf(last);
      long passage = changes.passage(next);
      if (next == changes.size() - 1
          && passage > header.last()
          && header.count() < MOST
          && changes.adds(next)) {
        put(BlockKey.LAST, BlockCode.append(last, header, passage, changes.payload(next)));
        return;
      }
      Row<BlockKey, PostingBlock> block = passage < header.first() ? blockOf(passage) : null;
      if (block == null) {
        changeLast(last, changes, next);
        return;
      }
      int end = changes.firstFrom(next, Math.max(passage + 1, endOf(block, header.first())));
      change(block, changes, next, end);
      next = end;
    }
  }

  /**
   * Returns the block that the posting of a passage before the last block's is in or belongs into;
   * null if that is the last block.
   */
  private @Nullable Row<BlockKey, PostingBlock> blockOf(long passage) {
    Scan all = Scan.prefix(collection, key);
    Optional<Row<BlockKey, PostingBlock>> found =
        first(all.before(passage + 1).descending()).or(() -> first(all));
    return found.filter(row -> row.key().first() != BlockKey.LAST).orElse(null);
  }

  /** Returns the first passage that belongs into the block after this one. */
  private long endOf(Row<BlockKey, PostingBlock> block, long firstOfLast) {
    return Math.min(next(block.key().first()).key().first(), firstOfLast);
  }

  private Row<BlockKey, PostingBlock> next(long first) {
    return first(Scan.prefix(collection, key).from(first + 1)).orElseThrow();
  }

  private Optional<Row<BlockKey, PostingBlock>> first(Scan scan) {
    return transaction.scan(table, scan.limit(1)).findFirst();
  }

  /** Changes a block that is not the last. */
  private void change(Row<BlockKey, PostingBlock> block, PostingChanges changes, int from, int to) {
    PostingRun run = decode(block).with(changes, from, to);
    long first = block.key().first();
    if (run.size() > 0 && run.size() < FEW) {
      Row<BlockKey, PostingBlock> next = next(first);
      PostingRun later = decode(next);
      if (run.size() + later.size() <= MOST) {
        remove(first);
        run.appendAll(later);
        if (next.key().first() == BlockKey.LAST) {
          writeLast(run);
          return;
        }
        first = next.key().first();
      } else {
        run = withPrevious(first, run);
      }
    }
    if (run.size() == 0 || run.passage(0) != first) {
      remove(first);
    }
    write(run, run.size());
  }

  /** Changes the last block and the postings behind it. */
  private void changeLast(byte[] last, PostingChanges changes, int from) {
    PostingRun before = BlockCode.decode(last);
    PostingRun run = before.with(changes, from, changes.size());
    if (run.size() < Math.min(FEW, before.size())) {
      run = withPrevious(BlockKey.LAST, run);
      if (run.size() == 0) {
        remove(BlockKey.LAST);
        return;
      }
    }
    writeLast(run);
  }

  /** Returns postings with those of the block before theirs, which is removed, if both fit. */
  private PostingRun withPrevious(long first, PostingRun run) {
    Optional<Row<BlockKey, PostingBlock>> previous =
        first(Scan.prefix(collection, key).before(first).descending());
    if (previous.isEmpty()) {
      return run;
    }
    PostingRun both = decode(previous.get());
    if (both.size() + run.size() > MOST) {
      return run;
    }
    remove(previous.get().key().first());
    both.appendAll(run);
    return both;
  }

  private static PostingRun decode(Row<BlockKey, PostingBlock> block) {
    return BlockCode.decode(block.value().postings());
  }

  /** Writes the last postings: full blocks, and what is left over as the last one. */
  private void writeLast(PostingRun run) {
    int full = (run.size() - 1) / MOST * MOST;
    write(run, full);
    put(BlockKey.LAST, BlockCode.encode(run, full, run.size()));
  }

  /** Writes the first {@code end} postings as blocks that are not the last, of about one length. */
  private void write(PostingRun run, int end) {
    int blocks = (end + MOST - 1) / MOST;
    for (int i = 0; i < blocks; i++) {
      int from = (int) ((long) end * i / blocks);
      int to = (int) ((long) end * (i + 1) / blocks);
      put(run.passage(from), BlockCode.encode(run, from, to));
    }
  }

  private byte @Nullable [] last() {
    return transaction
        .get(table, new BlockKey(collection, key, BlockKey.LAST))
        .map(PostingBlock::postings)
        .orElse(null);
  }

  private void put(long first, byte[] block) {
    transaction.put(table, new BlockKey(collection, key, first), new PostingBlock(block));
  }

  private void remove(long first) {
    transaction.remove(table, new BlockKey(collection, key, first));
  }
}
