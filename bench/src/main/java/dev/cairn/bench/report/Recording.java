package dev.cairn.bench.report;

import java.util.List;

/**
 * All results of one benchmark run, with the machine, the date and the failures.
 *
 * @param mode the length of the run: {@code quick} or {@code full}
 * @param date the time at which it began, in UTC
 * @param failures the measurements that failed, each with its reason
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
