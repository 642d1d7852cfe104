package dev.cairn.internal.lmdb.pages;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each page of a damaged data file whether it can be trusted to hold content of the
 * last commit.
 *
 * <p>LMDB never writes over a page that a commit may still show, so old copies of leaf pages remain
 * throughout the file and cannot be told from current ones by themselves. The trees, which lead to
 * the current ones, and the free list, which names the unused ones, tell them apart. So:
 *
 * <ul>
 *   <li>If the trees are sound, only the pages that they lead to are right.
 *   <li>If they are not, and the free list is whole, every page that it does not name is right:
 *       such a page is in use, even if the way to it is lost.
 *   <li>If both are damaged, the pages that the trees still lead to are right. For the keys that
 *       are out of reach there may be copies on other pages: copies on pages that the previous
 *       commit used are likely to be right, and others may be.
 * </ul>
 */
public final class Survey {
  /** The degree to which a page can be trusted. */
  public enum Trust {
    /** The page belongs to the last commit. */
    SURE,
    /** The page belongs to the last commit or the previous one. */
    LIKELY,
    /** The page belongs to some commit. */
    POSSIBLE,
    /** No entry on it counts: it is unused, or holds a single large value. */
    NONE
  }

  private final DataFile file;
  private final Commit newest;
  private final @Nullable Commit before;

  /** The pages that one meta page leads to. */
  private static final class Commit implements PageCheck.Visitor {
    final Meta meta;
    final PageUse use;
    final boolean treesSound;
    final boolean freeListWhole;
    final List<Damage> damages = new ArrayList<>();
    final TreeMap<byte[], byte @Nullable []> lost = new TreeMap<>(Arrays::compareUnsigned);

    Commit(DataFile file, Meta meta, List<String> databases) throws IOException {
      this.meta = meta;
      PageCheck check = new PageCheck(file, meta, true, this);
      check.databases(databases);
      treesSound = check.sound();
      check.freeList();
      freeListWhole = check.freeListWhole();
      use = check.use();
    }

    @Override
    public void entry(String database, Entry entry) {
      // only the pages matter
    }

    @Override
    public void damaged(Damage damage) {
      damages.add(damage);
      Range range = damage.lost();
      if (range != null) {
        lost.put(range.from(), range.before());
      }
    }

    boolean isLost(byte[] key) {
      Map.Entry<byte[], byte @Nullable []> range = lost.floorEntry(key);
      byte[] end = range == null ? null : range.getValue();
      return lost.isEmpty()
          || (range != null && (end == null || Arrays.compareUnsigned(key, end) < 0));
    }
  }

  private Survey(DataFile file, Commit newest, @Nullable Commit before) {
    this.file = file;
    this.newest = newest;
    this.before = before;
  }

  /**
   * Surveys a file that no process writes to.
   *
   * @param databases the databases that it should have
   */
  public static Survey of(DataFile file, List<String> databases) throws IOException {
    List<Meta> metas = file.possibleMetas();
    Commit newest = new Commit(file, metas.get(0), databases);
    boolean enough = newest.treesSound || newest.freeListWhole;
    return new Survey(
        file,
        newest,
        enough || metas.size() < 2 ? null : new Commit(file, metas.get(1), databases));
  }

  /** Returns the meta page of the last commit. */
  public Meta meta() {
    return newest.meta;
  }

  /** Returns what is wrong with the pages of the last commit. */
  public List<Damage> damages() {
    return newest.damages;
  }

  /** Returns how far a page can be trusted. */
  public Trust trust(long page) {
    boolean used = newest.use.isUsed(page);
    boolean free = newest.use.isFree(page);
    if (newest.use.isOfValue(page)) {
      return Trust.NONE; // the bytes of a value may look like a page of entries
    }
    if (newest.treesSound) {
      // If the page is also listed as free, either the tree or the free list is wrong.
      return used ? free ? Trust.LIKELY : Trust.SURE : Trust.NONE;
    }
    if (free) {
      return used && newest.freeListWhole ? Trust.POSSIBLE : Trust.NONE;
    }
    if (used) {
      return Trust.SURE;
    }
    if (newest.use.isSpare(page)) {
      return Trust.POSSIBLE; // the rest of a longer value, or a page that is claimed by mistake
    }
    if (newest.freeListWhole) {
      return Trust.SURE;
    }
    boolean usedBefore =
        before != null
            && (before.use.isUsed(page) || (before.freeListWhole && !before.use.isFree(page)));
    return usedBefore ? Trust.LIKELY : Trust.POSSIBLE;
  }

  /**
   * Returns whether a row may be lost on a damaged page, so that an old copy is better than none.
   */
  public boolean mayBeLost(byte[] key) {
    return newest.isLost(key);
  }

  /** Reads the entries that a page may hold. */
  public Leaf leaf(long page) throws IOException {
    return Leaf.of(file, page);
  }

  /** Returns how many entries LMDB counted in a database, or 0 if that cannot be read. */
  public long counted(String database) {
    try {
      Tree tree = file.database(newest.meta, database);
      return tree == null ? 0 : tree.entries();
    } catch (StorageException e) {
      return 0;
    }
  }

  /** Returns how many pages the file has. */
  public long pages() {
    return file.pages();
  }
}
