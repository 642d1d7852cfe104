package dev.cairn.bench.recall;

import dev.cairn.bench.process.ParentJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Searches a filled store in a JVM of its own, by one thread, and says how long a search took, and
 * how many of the truly nearest documents it found by meaning. A store that can keep more
 * candidates than it returns keeps as many as it needs to find a wanted share.
 */
final class SearchingJvm {
  /** Said at the end: the median in nanoseconds, the share found in millionths. */
  static final String SEARCHED = "searched";

  static final double MILLION = 1e6;

  /** More questions than a cache of their answers would be of use for. */
  private static final int QUESTIONS = 5_000;

  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration MEASURED = Duration.ofSeconds(6);

  /** The share of the documents asked for that must be found; some questions are of rare words. */
  private static final double ENOUGH = 0.9;

  private static final int MOST_CANDIDATES = 2_000;

  private final SearchStore store;
  private final Way way;
  private final List<Entry> questions;
  private int next;

  private SearchingJvm(SearchStore store, Way way, List<Entry> questions) {
    this.store = store;
    this.way = way;
    this.questions = questions;
  }

  /** The arguments are the kind of store, its directory, the way, and the share in millionths. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[1]);
    double wanted = Long.parseLong(args[3]) / MILLION;
    Corpus corpus = new Corpus();
    try (SearchStore store = SearchKind.valueOf(args[0]).open(directory)) {
      double found = reach(wanted, store, corpus, ExactNearest.load(directory));
      List<Entry> questions =
          corpus.questions(ExactNearest.QUESTIONS, ExactNearest.QUESTIONS + QUESTIONS);
      SearchingJvm searching = new SearchingJvm(store, Way.valueOf(args[2]), questions);
      searching.run(WARM_UP);
      long[] nanos = searching.run(MEASURED);
      ParentJvm.say(SEARCHED, nanos[nanos.length / 2], Math.round(found * MILLION));
    }
  }

  /** Raises the candidates until the wanted share is found, and returns the share. */
  private static double reach(
      double wanted, SearchStore store, Corpus corpus, List<Set<Integer>> nearest)
      throws IOException {
    List<Entry> questions = corpus.questions(0, ExactNearest.QUESTIONS);
    for (int candidates = ExactNearest.K;
        candidates <= MOST_CANDIDATES;
        candidates += step(candidates)) {
      store.keepCandidates(candidates);
      double found = share(store, questions, nearest);
      if (found >= wanted) {
        return found;
      }
    }
    throw new IOException(
        "%.3f of the nearest are not found with %d candidates".formatted(wanted, MOST_CANDIDATES));
  }

  private static int step(int candidates) {
    return Math.max(ExactNearest.K, candidates / 5);
  }

  private static double share(
      SearchStore store, List<Entry> questions, List<Set<Integer>> nearest) {
    long found = 0;
    for (int i = 0; i < questions.size(); i++) {
      Set<Integer> true10 = nearest.get(i);
      found +=
          store.search(Way.MEANING, questions.get(i)).stream()
              .filter(each -> true10.contains(each.number()))
              .count();
    }
    return found / (double) (questions.size() * ExactNearest.K);
  }

  /** Searches for a while, and returns the times of all searches in ascending order. */
  private long[] run(Duration time) throws IOException {
    long[] nanos = new long[1 << 10];
    int count = 0;
    long documents = 0;
    long begun = System.nanoTime();
    long before = begun;
    while (before - begun < time.toNanos()) {
      List<SearchStore.Found> found =
          store.search(way, questions.get(Math.floorMod(next++, questions.size())));
      long after = System.nanoTime();
      documents += found.stream().filter(each -> !each.text().isEmpty()).count();
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = after - before;
      before = System.nanoTime();
    }
    if (documents < ENOUGH * ExactNearest.K * count) {
      throw new IOException("%,d searches found %,d documents".formatted(count, documents));
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
