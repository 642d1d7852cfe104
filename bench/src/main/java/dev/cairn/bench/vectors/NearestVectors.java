package dev.cairn.bench.vectors;

import dev.cairn.Cairn;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.vectors.Mirrors;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.table.Transactor;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Finds the ten nearest of many vectors, by Cairn and by Lucene's graph. Lucene keeps as many
 * candidates as it needs to find at least as many of the true ten as Cairn does; both shares are
 * printed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NearestVectors {
  private static final int K = 10;
  private static final int QUERIES = 200;
  private static final int IN_A_WRITE = 1000;
  private static final int COLLECTION = 1;
  private static final int MOST_CANDIDATES = 640;

  /** The number of vectors. */
  @Param("40000")
  public int rows;

  private final AtomicInteger next = new AtomicInteger();
  private final Mirrors mirrors = new Mirrors(1L << 30);
  private final VectorIndex index = new VectorIndex(mirrors, TopicVectors.DIMENSION);
  private StoreDirectory directory;
  private Cairn cairn;
  private Transactor transactor;
  private LuceneVectors lucene;
  private float[][] queries;
  private int candidates = K;

  /** A search of one of the contenders. */
  @FunctionalInterface
  private interface Search {
    List<Long> search(float[] query) throws IOException;
  }

  /** Stores the vectors with both, and finds out how many candidates Lucene needs. */
  @Setup
  public void fill() throws IOException {
    float[][] vectors = new TopicVectors(2).next(rows);
    queries = new TopicVectors(3).next(QUERIES);
    directory = new StoreDirectory();
    cairn = Cairn.open(directory.path().resolve("store"));
    transactor = cairn.memory().repository((here, clock) -> here);
    for (int from = 0; from < rows; from += IN_A_WRITE) {
      put(vectors, from, Math.min(rows, from + IN_A_WRITE));
    }
    lucene = new LuceneVectors(directory.path().resolve("lucene"), vectors);
    List<List<Long>> exact = IntStream.range(0, QUERIES).mapToObj(i -> exact(vectors, i)).toList();
    double wanted = share(exact, this::searchCairn);
    double found = share(exact, this::searchLucene);
    while (found < wanted && candidates < MOST_CANDIDATES) {
      candidates += K;
      found = share(exact, this::searchLucene);
    }
    System.out.printf(
        "%nof the true ten: Cairn %.3f, Lucene %.3f with %d candidates%n",
        wanted, found, candidates);
  }

  private void put(float[][] vectors, int from, int to) {
    transactor.write(
        tx -> {
          for (int row = from; row < to; row++) {
            index.put(tx, COLLECTION, row, vectors[row]);
          }
          return to;
        });
  }

  private List<Long> exact(float[][] vectors, int query) {
    return LongStream.range(0, rows)
        .mapToObj(row -> new Scored(row, TopicVectors.dot(vectors[(int) row], queries[query])))
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .limit(K)
        .map(Scored::passage)
        .toList();
  }

  private double share(List<List<Long>> exact, Search search) throws IOException {
    int found = 0;
    for (int query = 0; query < QUERIES; query++) {
      List<Long> nearest = search.search(queries[query]);
      found += (int) exact.get(query).stream().filter(nearest::contains).count();
    }
    return found / (double) (QUERIES * K);
  }

  private List<Long> searchCairn(float[] query) {
    return transactor.read(
        tx -> index.search(tx, COLLECTION, query, K, null).stream().map(Scored::passage).toList());
  }

  private List<Long> searchLucene(float[] query) throws IOException {
    return lucene.search(query, K, candidates);
  }

  private float[] query() {
    return queries[Math.floorMod(next.getAndIncrement(), QUERIES)];
  }

  /** Closes both and removes what they stored. */
  @TearDown
  public void close() throws IOException {
    mirrors.close();
    cairn.close();
    lucene.close();
    directory.close();
  }

  /** Searches in a snapshot of the store. */
  @Benchmark
  public List<Long> cairn() {
    return searchCairn(query());
  }

  /** Searches Lucene's graph. */
  @Benchmark
  public List<Long> lucene() throws IOException {
    return searchLucene(query());
  }
}
