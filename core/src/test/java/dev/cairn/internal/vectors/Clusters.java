package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.Scored;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Makes vectors that lie in clusters far from each other, so that the nearest ones are certain, and
 * searches them exactly, one after the other.
 */
final class Clusters {
  /** Members of one cluster have a greater cosine, those of two have a smaller one. */
  static final double FAR = 0.6;

  private static final double SPREAD = 0.35;

  private final int dimension;

  Clusters(int dimension) {
    this.dimension = dimension;
  }

  /** Returns the middle of a cluster. */
  float[] middle(long cluster) {
    return gaussian(new Random(cluster * 0x9E3779B97F4A7C15L));
  }

  /** Returns a member of a cluster: the same for the same numbers. */
  float[] member(long cluster, long number) {
    float[] member = middle(cluster);
    float[] noise = gaussian(new Random(31 * cluster + number));
    for (int i = 0; i < dimension; i++) {
      member[i] += (float) (SPREAD * noise[i]);
    }
    return member;
  }

  private float[] gaussian(Random random) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** Finds the vectors near a query by scoring every row that a transaction sees. */
  static List<Scored> exact(Transaction tx, int collection, float[] query, int k) {
    return tx.scan(table(), Scan.prefix(collection))
        .map(row -> new Scored(row.key().passage(), cosine(query, row.value())))
        .filter(scored -> scored.score() > FAR)
        .sorted(
            Comparator.comparingDouble((Scored scored) -> -scored.score())
                .thenComparing(Scored::passage))
        .limit(k)
        .toList();
  }

  /** Returns the passages of a result that are near the query. */
  static List<Long> near(List<Scored> found) {
    return found.stream()
        .filter(scored -> scored.score() > FAR)
        .map(Scored::passage)
        .sorted()
        .toList();
  }

  @SuppressWarnings("unchecked") // it is the table of vectors
  private static Table<VectorKey, VectorRow> table() {
    return (Table<VectorKey, VectorRow>) VectorIndex.tables().get(0);
  }

  private static double cosine(float[] query, VectorRow row) {
    double product = 0;
    double squares = 0;
    for (int i = 0; i < query.length; i++) {
      product += query[i] * (double) row.bytes()[i] * row.scale();
      squares += (double) query[i] * query[i];
    }
    return product / Math.sqrt(squares);
  }
}
