package dev.cairn.internal.postings;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The postings of one key as a transaction saw them, in memory in their stored form. Immutable. */
public final class PostingList {
  private final List<byte[]> blocks;

  PostingList(List<byte[]> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /** Returns the postings of these passages, all with one payload. */
  public static PostingList of(PassageSet passages, int payload) {
    PostingRun run = new PostingRun(passages.size());
    passages.stream().forEach(passage -> run.append(passage, payload));
    return new PostingList(
        run.size() == 0 ? List.of() : List.of(BlockCode.encode(run, 0, run.size())));
  }

  /**
   * Returns these postings and some more.
   *
   * @param added those to add, none of a passage that is there; null if there are none
   */
  public PostingList with(@Nullable PostingChanges added) {
    if (added == null || added.size() == 0) {
      return this;
    }
    PostingRun run = new PostingRun(added.size()).with(added, 0, added.size());
    boolean behind =
        blocks.isEmpty()
            || PostingCursor.headerOf(blocks.get(blocks.size() - 1)).last() < run.passage(0);
    return behind ? followedBy(run) : inOrder(added);
  }

  private PostingList followedBy(PostingRun run) {
    List<byte[]> all = new ArrayList<>(blocks);
    all.add(BlockCode.encode(run, 0, run.size()));
    return new PostingList(all);
  }

  /** Returns all in one block: those of two stores that were merged may be in any order. */
  private PostingList inOrder(PostingChanges added) {
    SortedMap<Long, Integer> all = new TreeMap<>();
    PostingCursor cursor = cursor();
    while (cursor.next()) {
      all.put(cursor.passage(), cursor.payload());
    }
    for (int i = 0; i < added.size(); i++) {
      all.put(added.passage(i), added.payload(i));
    }
    PostingRun run = new PostingRun(all.size());
    all.forEach(run::append);
    return new PostingList(List.of(BlockCode.encode(run, 0, run.size())));
  }

  /** Returns the number of postings. */
  public long size() {
    long size = 0;
    for (byte[] block : blocks) {
      size += PostingCursor.headerOf(block).count();
    }
    return size;
  }

  /** Returns a walk over the postings, before the first. */
  public PostingCursor cursor() {
    return new PostingCursor(blocks);
  }

  /** Returns the passages. */
  public PassageSet passages() {
    return passages(List.of(this));
  }

  /** Returns the passages of several lists. */
  static PassageSet passages(List<PostingList> lists) {
    long[] passages = new long[Math.toIntExact(lists.stream().mapToLong(PostingList::size).sum())];
    int count = 0;
    for (PostingList list : lists) {
      PostingCursor cursor = list.cursor();
      while (cursor.next()) {
        passages[count++] = cursor.passage();
      }
    }
    return PassageSet.of(passages);
  }
}
