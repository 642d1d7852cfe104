package dev.cairn.bench;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the best of several stores: a brief measurement of each finds it, and later measurements
 * are of it alone.
 */
final class Best implements Probe {

  /**
   * A contender to choose from.
   *
   * @param brief a short measurement; the largest figure is the best
   * @param thorough the measurement that counts
   */
  record Candidate(Probe brief, Probe thorough) {}

  private final List<Candidate> candidates;
  private @Nullable Probe best;

  Best(List<Candidate> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  @Override
  public Figure measure() throws IOException, InterruptedException {
    if (best == null) {
      best = find();
    }
    return best.measure();
  }

  private Probe find() throws IOException, InterruptedException {
    Probe found = candidates.get(0).thorough();
    double most = Double.NEGATIVE_INFINITY;
    for (Candidate candidate : candidates) {
      double value = candidate.brief().measure().value();
      if (value > most) {
        most = value;
        found = candidate.thorough();
      }
    }
    return found;
  }
}
