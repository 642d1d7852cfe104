package dev.cairn.bench;

import java.io.IOException;

/** Something that can be measured as often as one likes, each time from the beginning. */
interface Probe {

  /**
   * What was measured.
   *
   * @param of who was measured, or what; for people
   */
  record Figure(String of, double value, String unit) {}

  /** Measures once. */
  Figure measure() throws IOException, InterruptedException;
}
