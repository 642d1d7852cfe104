package dev.cairn.internal.lmdb.pages;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of an LMDB database directly from the pages of its file, as a commit left them.
 *
 * <p>{@link #get} throws a {@link StorageException} where damage hides whether there is such a row;
 * a scan, ascending only, leaves out what it cannot read.
 */
public final class PageView implements View {
  private final DataFile file;
  private final String database;
  private final Tree tree;
  private final KeyOrder order;
  private final Meta meta;

  PageView(DataFile file, String database, Tree tree, KeyOrder order, Meta meta) {
    this.file = file;
    this.database = database;
    this.tree = tree;
    this.order = order;
    this.meta = meta;
  }

  @Override
  public long version() {
    return meta.transaction();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Entry entry = entry(key);
    if (entry != null && entry.value() == null) {
      throw new StorageException("the value is on pages that are damaged");
    }
    return entry == null ? null : entry.value();
  }

  /** Returns the record of the database that this database of names gives a name, or null. */
  @Nullable Tree tree(byte[] name) {
    Entry entry = entry(name);
    byte[] value = entry == null ? null : entry.value();
    return entry != null && entry.subTree() && value != null ? Tree.parse(value) : null;
  }

  private @Nullable Entry entry(byte[] key) {
    try {
      long number = tree.root();
      for (int depth = 0; number != Tree.EMPTY; depth++) {
        String misplaced = file.misplaced(number, 1, meta.lastPage());
        if (misplaced != null || depth == TreeCursor.DEEPEST) {
          throw damaged(number, misplaced == null ? "it is too deep in the tree" : misplaced);
        }
        Page page = file.kept(number);
        if (page.problem != null) {
          throw damaged(number, page.problem);
        }
        int index = page.find(order, key);
        if (page.isLeaf()) {
          return index < 0 ? null : page.entry(index, this::overflow);
        }
        number = page.child(index);
      }
      return null;
    } catch (IOException e) {
      throw new StorageException("the data file cannot be read: " + e, e);
    }
  }

  private byte @Nullable [] overflow(byte[] key, long page, long length) throws IOException {
    return file.overflowProblem(page, length, meta.lastPage()) == null
        ? file.value(page, (int) length)
        : null;
  }

  private StorageException damaged(long page, String problem) {
    return new StorageException(
        "page %d of database '%s' is damaged: %s".formatted(page, database, problem));
  }

  @Override
  public Cursor scan(Range range, Order direction) {
    if (direction != Order.ASCENDING) {
      throw new IllegalArgumentException("pages are scanned in ascending order only");
    }
    WalkListener silent =
        new WalkListener() {
          private final Set<Long> entered = new HashSet<>();

          @Override
          public boolean enter(long page, long count, Kind kind) {
            return kind == Kind.SPARE || entered.add(page);
          }

          @Override
          public void damaged(Damage damage) {
            // left out
          }
        };
    TreeCursor walk = new TreeCursor(file, database, tree, order, meta.lastPage(), range, silent);
    return new PageCursor(walk);
  }

  /** The entries of a scan whose values can be read. */
  private static final class PageCursor implements Cursor {
    private final TreeCursor walk;
    private @Nullable Entry current;
    private byte @Nullable [] value;

    PageCursor(TreeCursor walk) {
      this.walk = walk;
    }

    @Override
    public boolean next() {
      try {
        do {
          current = walk.next();
          value = current == null ? null : current.value();
        } while (current != null && value == null);
        return current != null;
      } catch (IOException e) {
        throw new StorageException("the data file cannot be read: " + e, e);
      }
    }

    @Override
    public byte[] key() {
      return here(current).key();
    }

    @Override
    public byte[] value() {
      return here(value);
    }

    private static <T> T here(@Nullable T part) {
      if (part == null) {
        throw new IllegalStateException("the cursor is on no entry");
      }
      return part;
    }

    @Override
    public void close() {
      current = null;
      value = null;
    }
  }
}
