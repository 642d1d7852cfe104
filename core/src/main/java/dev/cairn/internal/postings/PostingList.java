package dev.cairn.internal.postings;

import java.util.List;

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
