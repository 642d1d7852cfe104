package dev.cairn.bench;

import java.io.IOException;

/**
 * A benchmark measurement that can be repeated any number of times, each time from the beginning.
 */
interface Probe {

  /**
   * A measured figure.
   *
   * @param of the name of the measured thing; for people
   */
  record Figure(String of, double value, String unit) {}

  /** Measures once. */
  Figure measure() throws IOException, InterruptedException;
}
