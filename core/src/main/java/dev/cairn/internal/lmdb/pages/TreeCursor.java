package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.engine.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the entries of a B+tree in key order, skips damaged pages and reports them.
 *
 * <p>No page is entered twice and the way down is never longer than LMDB's own, so that it ends
 * whatever the pages say. It needs as much memory as the pages from the root to a leaf.
 */
final class TreeCursor {
  /** {@code CURSOR_STACK} of {@code mdb.c}: no tree is deeper. */
  static final int DEEPEST = 32;

  private static final byte[] FIRST = {};

  private final DataFile file;
  private final String database;
  private final Tree tree;
  private final KeyOrder order;
  private final long lastPage;
  private final Range range;
  private final WalkListener watch;
  private final Deque<Step> way = new ArrayDeque<>();
  private int leafDepth;
  private boolean begun;

  /**
   * A page on the way down, with the bounds that the pages above set, and the cursor's place on it.
   */
  private static final class Step {
    final Page page;
    final byte @Nullable [] from;
    final byte @Nullable [] before;
    int next;

    Step(Page page, byte @Nullable [] from, byte @Nullable [] before) {
      this.page = page;
      this.from = from;
      this.before = before;
    }
  }

  /**
   * Makes a cursor.
   *
   * @param lastPage the last page that may be in use
   * @param range the keys to visit; pages beside it are not read
   */
  TreeCursor(
      DataFile file,
      String database,
      Tree tree,
      KeyOrder order,
      long lastPage,
      Range range,
      WalkListener watch) {
    this.file = file;
    this.database = database;
    this.tree = tree;
    this.order = order;
    this.lastPage = lastPage;
    this.range = range;
    this.watch = watch;
  }

  /** Returns how many pages are on the way from the root to a leaf, 0 if no leaf was reached. */
  int leafDepth() {
    return leafDepth;
  }

  /** Returns the next entry, or null at the end. */
  @Nullable Entry next() throws IOException {
    if (!begun) {
      begun = true;
      if (tree.root() != Tree.EMPTY) {
        descend(tree.root(), null, null);
      }
    }
    while (!way.isEmpty()) {
      Step step = way.getLast();
      if (step.next == step.page.count()) {
        way.removeLast();
      } else if (step.page.isLeaf()) {
        Entry entry = step.page.entry(step.next++, this::overflow);
        byte[] before = range.before();
        if (before != null && order.compare(entry.key(), before) >= 0) {
          way.clear();
        } else if (order.compare(entry.key(), range.from()) >= 0) {
          return entry;
        }
      } else {
        intoChild(step);
      }
    }
    return null;
  }

  private void intoChild(Step step) throws IOException {
    int index = step.next++;
    byte[] from = index == 0 ? step.from : step.page.key(index);
    byte[] before = step.next == step.page.count() ? step.before : step.page.key(step.next);
    byte[] end = range.before();
    boolean beside =
        (before != null && order.compare(before, range.from()) <= 0)
            || (end != null && from != null && order.compare(from, end) >= 0);
    if (!beside) {
      descend(step.page.child(index), from, before);
    }
  }

  private void descend(long number, byte @Nullable [] from, byte @Nullable [] before)
      throws IOException {
    String misplaced = file.misplaced(number, 1, lastPage);
    if (misplaced != null) {
      damaged(number, misplaced, from, before);
      return;
    }
    Page page = file.read(number);
    if (!watch.enter(number, 1, kind(page))) {
      damaged(number, "it is in use twice", from, before);
      return;
    }
    int depth = way.size() + 1;
    String problem = page.problem;
    if (problem == null && page.isLeaf() && leafDepth != 0 && depth != leafDepth) {
      problem = "it is a leaf %d pages deep, others are %d".formatted(depth, leafDepth);
    } else if (problem == null && !page.isLeaf() && depth == DEEPEST) {
      problem = "the tree is deeper than %d pages".formatted(DEEPEST);
    } else if (problem == null && !page.isLeaf() && leafDepth != 0 && depth >= leafDepth) {
      problem = "it is a branch %d pages deep, leaves are %d".formatted(depth, leafDepth);
    }
    if (problem != null) {
      damaged(number, problem, from, before);
      return;
    }
    String disorder = page.orderProblem(order, from, before);
    if (disorder != null) {
      watch.damaged(new Damage(database, number, disorder, null));
    }
    if (page.isLeaf()) {
      leafDepth = depth;
    }
    way.addLast(new Step(page, from, before));
  }

  private static WalkListener.Kind kind(Page page) {
    return page.problem == null && !page.isLeaf()
        ? WalkListener.Kind.BRANCH
        : WalkListener.Kind.LEAF;
  }

  private void damaged(
      long page, String problem, byte @Nullable [] from, byte @Nullable [] before) {
    Range lost = new Range(from == null ? FIRST : from, before);
    watch.damaged(new Damage(database, page, problem, lost));
  }

  private byte @Nullable [] overflow(byte[] key, long page, long length) throws IOException {
    String problem = file.overflowProblem(page, length, lastPage);
    long needed = file.pagesFor(length);
    if (problem == null && !watch.enter(page, needed, WalkListener.Kind.OVERFLOW)) {
      problem = "it is in use twice";
    }
    if (problem == null) {
      long spare = file.overflowPages(page) - needed;
      if (spare > 0) {
        watch.enter(page + needed, spare, WalkListener.Kind.SPARE);
      }
      return file.value(page, (int) length);
    }
    Range lost = new Range(key, Arrays.copyOf(key, key.length + 1));
    watch.damaged(new Damage(database, page, problem, lost));
    return null;
  }
}
