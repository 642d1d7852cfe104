package dev.cairn.maintenance;

import java.util.ArrayList;
import java.util.List;

/** Collects the faults that a check of a store finds. It keeps the first 1,000, and counts all. */
final class Findings {
  /** The number of findings that are kept. */
  static final int KEPT = 1000;

  private final List<Finding> kept = new ArrayList<>();
  private long count;

  void add(Finding finding) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(finding);
    }
  }

  long count() {
    return count;
  }

  List<Finding> kept() {
    return List.copyOf(kept);
  }
}
