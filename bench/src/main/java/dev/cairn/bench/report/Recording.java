package dev.cairn.bench.report;

import java.util.List;

/**
 * All that one run measured.
 *
 * @param mode how thorough it was: {@code quick} or {@code full}
 * @param date when it began, in UTC
 * @param failures what could not be measured, and why
 */
public record Recording(
    String mode,
    String date,
    Machine machine,
    List<Syncs> syncs,
    List<Result> results,
    List<String> failures) {

  /** Keeps its own copies of the lists. */
  public Recording {
    syncs = List.copyOf(syncs);
    results = List.copyOf(results);
    failures = List.copyOf(failures);
  }
}
