package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.PassageSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The signs of all vectors of a collection at one version of the store, and which vectors the last
 * commits before that version changed. Immutable.
 */
final class MirrorState {
  /**
   * How many of the last changes are remembered: a search that began before one of them scores its
   * vector in any case, which costs some microseconds for each.
   */
  static final int REMEMBERED = 4096;

  final long version;

  /** The oldest version that a search may see: all later changes are remembered. */
  final long oldest;

  private final int words;

  /** In the order of their passages, none of them empty. */
  private final Chunk[] chunks;

  /** The passages of the changes that are remembered, and the versions that made them. */
  private final long[] changed;

  private final long[] changedAt;

  private final int size;

  private MirrorState(
      long version, long oldest, int words, Chunk[] chunks, long[] changed, long[] changedAt) {
    this.version = version;
    this.oldest = oldest;
    this.words = words;
    this.chunks = chunks;
    this.changed = changed;
    this.changedAt = changedAt;
    this.size = Arrays.stream(chunks).mapToInt(Chunk::size).sum();
  }

  /** Returns the state that a scan of all vectors has found. */
  static MirrorState of(long version, int words, ChunkBuilder found) {
    return new MirrorState(version, version, words, found.build(), new long[0], new long[0]);
  }

  int size() {
    return size;
  }

  /** Returns about how many bytes of memory this takes. */
  long bytes() {
    long entry = Long.BYTES * (1L + words);
    return size * entry + 64L * chunks.length + 2L * Long.BYTES * changed.length;
  }

  /** Returns this state without a change, as it is at a later version too. */
  MirrorState at(long later) {
    return new MirrorState(later, oldest, words, chunks, changed, changedAt);
  }

  /**
   * Returns the state after further changes.
   *
   * @param later the version that they lead to
   * @param passages the passages in the order in which their vectors were changed
   * @param at the versions that changed them
   * @param signs the signs that each of the passages has now, null for one that has no vector
   */
  MirrorState after(
      long later, long[] passages, long[] at, NavigableMap<Long, long @Nullable []> signs) {
    ChunkBuilder builder = new ChunkBuilder(words);
    List<Map.Entry<Long, long @Nullable []>> sorted = List.copyOf(signs.entrySet());
    int next = 0;
    for (int i = 0; i < chunks.length; i++) {
      Chunk chunk = chunks[i];
      int end = next;
      boolean last = i == chunks.length - 1;
      while (end < sorted.size() && (last || sorted.get(end).getKey() < chunks[i + 1].first())) {
        end++;
      }
      merge(builder, chunk, sorted.subList(next, end));
      next = end;
    }
    for (Map.Entry<Long, long @Nullable []> added : sorted.subList(next, sorted.size())) {
      add(builder, added.getKey(), added.getValue());
    }
    return remembering(later, passages, at, builder.build());
  }

  private static void merge(
      ChunkBuilder builder, Chunk chunk, List<Map.Entry<Long, long @Nullable []>> changes) {
    if (changes.isEmpty()) {
      builder.add(chunk);
      return;
    }
    int place = 0;
    for (Map.Entry<Long, long @Nullable []> change : changes) {
      long passage = change.getKey();
      int from = chunk.indexFrom(passage);
      builder.add(chunk, place, from);
      add(builder, passage, change.getValue());
      place = from < chunk.size() && chunk.passages[from] == passage ? from + 1 : from;
    }
    builder.add(chunk, place, chunk.size());
  }

  private static void add(ChunkBuilder builder, long passage, long @Nullable [] signs) {
    if (signs != null) {
      builder.add(passage, signs, 0);
    }
  }

  private MirrorState remembering(long later, long[] passages, long[] at, Chunk[] now) {
    int known = changed.length;
    long[] all = Arrays.copyOf(changed, known + passages.length);
    long[] allAt = Arrays.copyOf(changedAt, known + passages.length);
    System.arraycopy(passages, 0, all, known, passages.length);
    System.arraycopy(at, 0, allAt, known, at.length);
    int forgotten = Math.max(0, all.length - REMEMBERED);
    return new MirrorState(
        later,
        forgotten == 0 ? oldest : allAt[forgotten - 1],
        words,
        now,
        Arrays.copyOfRange(all, forgotten, all.length),
        Arrays.copyOfRange(allAt, forgotten, all.length));
  }

  /**
   * Returns the passages whose vectors were changed after a version.
   *
   * @param seen a version, not below {@link #oldest}
   */
  PassageSet changedAfter(long seen) {
    int from = changedAt.length;
    while (from > 0 && changedAt[from - 1] > seen) {
      from--;
    }
    return PassageSet.of(Arrays.copyOfRange(changed, from, changed.length));
  }

  /** Offers all vectors that are accepted to the candidates, or all if {@code accepted} is null. */
  void scan(SignScan scan, @Nullable PassageSet accepted) {
    for (Chunk chunk : chunks) {
      scan.all(chunk, accepted);
    }
  }
}
