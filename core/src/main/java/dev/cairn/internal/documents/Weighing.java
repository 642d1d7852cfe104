package dev.cairn.internal.documents;

import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.postings.Selection;
import dev.cairn.table.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Weighs documents by their age and by how often they were useful.
 *
 * @param halfLife the age at which a document counts half as much; empty if age does not matter
 * @param usefulness the greatest raise, as a part of the score; zero if uses do not matter
 * @param now the time at which age is told
 */
public record Weighing(Optional<Duration> halfLife, double usefulness, Instant now) {
  /** The uses that raise a score by half of the most. */
  private static final double HALF_OF_USES = 5;

  /** Tells whether documents differ in weight at all. */
  public boolean matters() {
    return halfLife.isPresent() || usefulness > 0;
  }

  /** Returns the weight of a document by its age. */
  public double age(DocumentRow document) {
    return age(seconds(document.changed()));
  }

  /** Returns the weight of a document by its uses. */
  public double uses(DocumentRow document) {
    return uses((double) document.uses());
  }

  private double age(double changed) {
    if (halfLife.isEmpty()) {
      return 1;
    }
    double life = halfLife.get().toSeconds() + halfLife.get().toNanosPart() / 1e9;
    return Math.pow(0.5, Math.max(0, (seconds(now) - changed) / life));
  }

  private double uses(double count) {
    return 1 + usefulness * count / (count + HALF_OF_USES);
  }

  static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  /** Returns the weights of the passages of a collection. */
  public Selection.Weights weights(
      Standings kept, Transaction tx, String collection, CollectionRow row) {
    Standings.State standings = kept.upTo(tx, collection, row);
    return new Selection.Weights() {
      @Override
      public double of(long passage) {
        int place = standings.placeOf(passage);
        return place < 0 ? greatest() : age(standings.changed(place)) * uses(standings.uses(place));
      }

      @Override
      public double greatest() {
        return 1 + usefulness;
      }
    };
  }
}
