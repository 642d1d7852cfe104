package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.engine.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks all pages of an LMDB data file, as one commit left them, and reports their faults. It
 * checks the form of each page, the order of the keys within and across pages, what LMDB has
 * counted in each tree, and that every page is in use once or free.
 *
 * <p>The model is {@code mdb_page_search_root}, {@code mdb_freelist_save} and the comments at
 * {@code MDB_page} and {@code MDB_meta} in {@code mdb.c}, LMDB 0.9. The check keeps up to four bits
 * for each page of the file, a set of the free pages beyond its end, and the pages from a root to a
 * leaf.
 */
public final class PageCheck {
  /** The name under which the free list is reported. */
  public static final String FREE = "free list";

  /** The name under which the database of the databases' names is reported. */
  public static final String MAIN = "names";

  private static final Range ALL = new Range(new byte[0], null);
  private static final int LOOK_EVERY = 256;

  private final DataFile file;
  private final Meta meta;
  private final boolean pinned;
  private final Visitor visitor;
  private final PageUse use;
  private boolean complete = true;
  private boolean freeListWhole = true;
  private long entered;

  /** Receives the entries and the faults that the walk meets. */
  public interface Visitor {
    /** An entry of a named database, in key order unless the order itself is damaged. */
    void entry(String database, Entry entry);

    /** Something is wrong. */
    void damaged(Damage damage);
  }

  /**
   * Makes a check.
   *
   * @param pinned whether the caller makes sure that the pages of this commit stay as they are; if
   *     not, the check looks now and then whether they do
   */
  public PageCheck(DataFile file, Meta meta, boolean pinned, Visitor visitor) {
    this.file = file;
    this.meta = meta;
    this.pinned = pinned;
    this.visitor = visitor;
    this.use = new PageUse(file.pages(), meta.lastPage());
  }

  /** Returns which pages were met. */
  public PageUse use() {
    return use;
  }

  /** Returns whether nothing is wrong with the trees, as far as they were walked. */
  boolean sound() {
    return reported == 0;
  }

  /** Returns whether the whole free list could be read, by {@link #freeList}. */
  public boolean freeListWhole() {
    return freeListWhole;
  }

  /** Checks the meta pages by themselves and against each other. */
  public void headers() throws IOException {
    file.headerDamages().forEach(visitor::damaged);
    for (Meta each : file.metas()) {
      String problem = each.problem();
      // The older one's pages may be used anew: after a power failure it is two commits older than
      // what had been written with Durability.RELAXED.
      boolean newest = each.page() == file.newest().page();
      if (problem == null && newest && each.transaction() < file.newestFreed(each)) {
        problem =
            "it says transaction %d, and its free list is of %d"
                .formatted(each.transaction(), file.newestFreed(each));
      }
      // One that a commit has replaced meanwhile was read beside pages that are not its own.
      if (problem != null && file.holds(each)) {
        report(null, (long) each.page(), problem);
      }
    }
    if (file.metas().size() == 2) {
      Meta zero = file.metas().get(0);
      Meta one = file.metas().get(1);
      long apart = Math.abs(zero.transaction() - one.transaction());
      if (apart != 1 && (zero.transaction() != 0 || one.transaction() != 0)) {
        report(
            null,
            null,
            "the headers are of transactions %d and %d, which do not follow each other"
                .formatted(zero.transaction(), one.transaction()));
      }
    }
    stillThere();
  }

  /**
   * Walks every named database, and visits its entries.
   *
   * @param names the databases that must be there, and no others
   */
  public void databases(List<String> names) throws IOException {
    Map<String, Tree> found = new LinkedHashMap<>();
    walk(
        MAIN,
        meta.main(),
        KeyOrder.BYTES,
        entry -> {
          String name = new String(entry.key(), StandardCharsets.UTF_8);
          byte[] value = entry.value();
          if (!entry.subTree() || value == null || !names.contains(name)) {
            report(MAIN, entry.page(), "it names '%s', which is not of a store".formatted(name));
            complete = false;
          } else {
            found.put(name, Tree.parse(value));
          }
        });
    for (String name : names) {
      Tree tree = found.get(name);
      if (tree == null) {
        report(MAIN, null, "there is no database '%s'".formatted(name));
      } else {
        walk(name, tree, KeyOrder.BYTES, entry -> visitor.entry(name, entry));
      }
    }
  }

  /** Walks the free list; to be called after {@link #databases}. */
  public void freeList() throws IOException {
    long before = reported;
    walk(FREE, meta.free(), KeyOrder.TRANSACTIONS, this::freed);
    freeListWhole = reported == before;
  }

  private void freed(Entry entry) {
    byte[] value = entry.value();
    if (entry.key().length != Long.BYTES) {
      report(FREE, entry.page(), "a key has %d bytes, not 8".formatted(entry.key().length));
      return;
    }
    long transaction = KeyOrder.number(entry.key());
    if (transaction < 1 || transaction > meta.transaction()) {
      report(
          FREE,
          entry.page(),
          "it lists pages freed by transaction %d, the last one is %d"
              .formatted(transaction, meta.transaction()));
    }
    if (value == null) {
      return; // reported
    }
    ByteBuffer list = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    long count = value.length < Long.BYTES ? -1 : list.getLong();
    if (count < 0 || count > list.remaining() / Long.BYTES) {
      report(
          FREE,
          entry.page(),
          "the list of transaction %d has %d bytes for %d pages"
              .formatted(transaction, value.length, count));
      return;
    }
    long above = Long.MAX_VALUE;
    for (long i = 0; i < count; i++) {
      long page = list.getLong();
      if (page < 2 || page > meta.lastPage() || page >= above) {
        report(
            FREE,
            entry.page(),
            "the list of transaction %d has page %d, after %d and up to %d"
                .formatted(transaction, page, above, meta.lastPage()));
      } else if (!use.free(page)) {
        report(FREE, entry.page(), "page %d is listed twice".formatted(page));
      }
      above = page;
    }
  }

  /**
   * Ends the check, to be called last.
   *
   * @param whole whether the free list was walked too: then every page must be in use or free
   */
  public void account(boolean whole) throws IOException {
    if (whole) {
      account();
    }
    stillThere();
  }

  private void account() {
    if (!use.both().isEmpty()) {
      report(FREE, null, "in use and free at once: pages " + PageUse.text(use.both()));
    }
    if (!use.claimed().isEmpty()) {
      report(null, null, "in use twice: pages " + PageUse.text(use.claimed()));
    }
    // If a part of a tree is out of reach, so are the pages below.
    if (complete && !use.neither().isEmpty()) {
      report(null, null, "neither in use nor free: pages " + PageUse.text(use.neither()));
    }
    if (complete && use.missing() > 0) {
      report(null, null, "%d pages are missing at the end of the file".formatted(use.missing()));
    }
  }

  private interface EntryVisitor {
    void entry(Entry entry) throws IOException;
  }

  private long reported;

  private void walk(String name, Tree tree, KeyOrder order, EntryVisitor each) throws IOException {
    long before = reported;
    Counts counts = new Counts();
    TreeCursor cursor = new TreeCursor(file, name, tree, order, meta.lastPage(), ALL, counts);
    long found = 0;
    for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
      found++;
      each.entry(entry);
    }
    stillThere();
    if (reported == before) {
      compare(name, tree, cursor.leafDepth(), counts, found);
    } else if (tree.entries() > found) {
      report(
          name,
          null,
          "%d of %d entries are out of reach".formatted(tree.entries() - found, tree.entries()));
    }
  }

  private void compare(String name, Tree tree, int depth, Counts counts, long found) {
    if (!name.equals(FREE) && (tree.flags() != 0 || tree.pad() != 0)) {
      report(name, null, "its flags are 0x%04x and %d".formatted(tree.flags(), tree.pad()));
    }
    compare(name, "pages from the root to a leaf", tree.depth(), depth);
    compare(name, "branch pages", tree.branchPages(), counts.of(WalkListener.Kind.BRANCH));
    compare(name, "leaf pages", tree.leafPages(), counts.of(WalkListener.Kind.LEAF));
    compare(
        name,
        "overflow pages",
        tree.overflowPages(),
        counts.of(WalkListener.Kind.OVERFLOW) + counts.of(WalkListener.Kind.SPARE));
    compare(name, "entries", tree.entries(), found);
  }

  private void compare(String name, String what, long counted, long found) {
    if (counted != found) {
      report(name, null, "it is said to have %d %s, and has %d".formatted(counted, what, found));
    }
  }

  private void report(@Nullable String database, @Nullable Long page, String problem) {
    reported++;
    visitor.damaged(new Damage(database, page, problem, null));
  }

  private void stillThere() throws IOException {
    if (!pinned && !file.holds(meta)) {
      throw new OvertakenException(meta.transaction());
    }
  }

  /** Counts the pages of one tree. */
  private final class Counts implements WalkListener {
    private final Map<Kind, Long> pages = new EnumMap<>(Kind.class);

    long of(Kind kind) {
      return pages.getOrDefault(kind, 0L);
    }

    @Override
    public boolean enter(long page, long count, Kind kind) throws IOException {
      if (++entered % LOOK_EVERY == 0) {
        stillThere();
      }
      pages.merge(kind, count, Long::sum);
      if (kind == Kind.SPARE) {
        use.spare(page, count);
        return true;
      }
      return use.use(page, count, kind == Kind.OVERFLOW);
    }

    @Override
    public void damaged(Damage damage) {
      reported++;
      complete &= damage.lost() == null;
      visitor.damaged(damage);
    }
  }
}
