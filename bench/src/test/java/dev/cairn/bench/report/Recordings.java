package dev.cairn.bench.report;

import java.util.List;

/** Makes benchmark results with invented figures, for the tests of reports. */
final class Recordings {
  static final Machine MACHINE =
      new Machine("a CPU", 2, 8L << 30, "ext4", 250, "Linux", "JDK 17", "Cairn 1");

  private Recordings() {}

  static Recording of(Result... results) {
    return new Recording(
        "quick", "2026-01-01T00:00:00Z", MACHINE, List.of(), List.of(results), List.of());
  }
}
