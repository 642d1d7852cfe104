package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.BestScored;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Selection;
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

  /** With less than this part of all vectors accepted, each of these is looked up. */
  private static final int FEW = 8;

  final long version;

  /** The oldest version that a search may see: all later changes are remembered. */
  final long oldest;

  /** Tells whether the vectors of a later version are the same; null if it is not known. */
  final @Nullable Object stamp;

  private final int words;

  /** In the order of their passages, none of them empty. */
  private final Chunk[] chunks;

  /** The passages of the changes that are remembered, and the versions that made them. */
  private final long[] changed;

  private final long[] changedAt;

  private final int size;

  private MirrorState(
      long version,
      @Nullable Object stamp,
      long oldest,
      int words,
      Chunk[] chunks,
      long[] changed,
      long[] changedAt) {
    this.version = version;
    this.stamp = stamp;
    this.oldest = oldest;
    this.words = words;
    this.chunks = chunks;
    this.changed = changed;
    this.changedAt = changedAt;
    this.size = Arrays.stream(chunks).mapToInt(Chunk::size).sum();
  }

  /** Returns the state that a scan of all vectors has found. */
  static MirrorState of(long version, @Nullable Object stamp, int words, ChunkBuilder found) {
    return new MirrorState(version, stamp, version, words, found.build(), new long[0], new long[0]);
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
  MirrorState at(long later, @Nullable Object laterStamp) {
    return new MirrorState(later, laterStamp, oldest, words, chunks, changed, changedAt);
  }

  /**
   * Returns the state after further changes.
   *
   * @param later the version that they lead to
   * @param laterStamp the stamp of that version
   * @param passages the passages in the order in which their vectors were changed
   * @param at the versions that changed them
   * @param signs the signs that each of the passages has now, null for one that has no vector
   */
  MirrorState after(
      long later,
      @Nullable Object laterStamp,
      long[] passages,
      long[] at,
      NavigableMap<Long, long @Nullable []> signs) {
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
    return remembering(later, laterStamp, passages, at, builder.build());
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

  private MirrorState remembering(
      long later, @Nullable Object laterStamp, long[] passages, long[] at, Chunk[] now) {
    int known = changed.length;
    long[] all = Arrays.copyOf(changed, known + passages.length);
    long[] allAt = Arrays.copyOf(changedAt, known + passages.length);
    System.arraycopy(passages, 0, all, known, passages.length);
    System.arraycopy(at, 0, allAt, known, at.length);
    int forgotten = Math.max(0, all.length - REMEMBERED);
    return new MirrorState(
        later,
        laterStamp,
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

  /**
   * Finds passages whose vectors are likely to be nearest to another one. First it keeps those
   * whose signs differ least, and then those of them whose signs have the greatest dot product with
   * the vector itself.
   *
   * @param wanted the vector to compare with
   * @param similar how many to keep first
   * @param most how many to return at most
   * @param selection the passages that come into question, and what they weigh
   * @return the passages, ascending
   */
  long[] nearest(UnitVector wanted, int similar, int most, Selection selection) {
    int[] places =
        selection.weighs()
            ? weighed(wanted, similar, selection)
            : similar(wanted.signs(), similar, selection);
    int[] best =
        places.length > most ? greatest(places, new SignProducts(wanted), most, selection) : places;
    return Arrays.stream(best).mapToLong(this::passage).toArray();
  }

  private long passage(int place) {
    return chunks[place / Chunk.MOST].passages[place % Chunk.MOST];
  }

  /** Returns the places of the vectors whose signs differ least, ascending. */
  private int[] similar(long[] signs, int most, Selection selection) {
    SignScan scan = new SignScan(signs, most, selection);
    PassageSet accepted = selection.only();
    boolean few = accepted != null && accepted.size() < size / FEW;
    for (int i = 0; i < chunks.length; i++) {
      if (accepted != null && few) {
        scan.accepted(chunks[i], i * Chunk.MOST, accepted);
      } else {
        scan.all(chunks[i], i * Chunk.MOST);
      }
    }
    return scan.places();
  }

  /** Returns the places of the vectors whose cosines, as signs tell them, weigh most; ascending. */
  private int[] weighed(UnitVector wanted, int most, Selection selection) {
    long[] signs = wanted.signs();
    double[] cosines = Signs.cosines(wanted.dimension());
    BestScored nearest = new BestScored(most);
    for (int i = 0; i < chunks.length; i++) {
      Chunk chunk = chunks[i];
      for (int j = 0; j < chunk.size(); j++) {
        double cosine = cosines[Signs.distance(signs, chunk.signs, j * words)];
        long passage = chunk.passages[j];
        if (nearest.mayTake(selection.most(cosine)) && selection.contains(passage)) {
          nearest.offer((long) i * Chunk.MOST + j, selection.weighed(passage, cosine));
        }
      }
    }
    return ascending(nearest);
  }

  /** Returns those of some places whose signs have the greatest products, ascending. */
  private int[] greatest(int[] places, SignProducts products, int most, Selection selection) {
    BestScored greatest = new BestScored(most);
    for (int place : places) {
      float product = products.of(chunks[place / Chunk.MOST].signs, place % Chunk.MOST * words);
      greatest.offer(place, selection.weighed(passage(place), product));
    }
    return ascending(greatest);
  }

  private static int[] ascending(BestScored places) {
    return Arrays.stream(places.passages()).mapToInt(Math::toIntExact).toArray();
  }
}
