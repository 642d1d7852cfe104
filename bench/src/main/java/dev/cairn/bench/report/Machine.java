package dev.cairn.bench.report;

import java.util.Locale;

/**
 * The machine on which a benchmark ran: its CPU, memory, disk and software.
 *
 * @param memoryBytes of the machine
 * @param disk the file system that the stores are on
 * @param syncMicros the median time to append 4 KiB to a file there and sync it, in microseconds
 * @param versions of the libraries that were measured
 */
public record Machine(
    String cpu,
    int cores,
    long memoryBytes,
    String disk,
    double syncMicros,
    String system,
    String jdk,
    String versions) {
  private static final double GIB = 1L << 30;
  private static final double MICROS_A_MILLI = 1000;

  /** Returns all but the versions, in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.0f GiB of memory, %s (4 KiB appended and synced in %.2f ms), %s, %s",
        cpu,
        cores,
        memoryBytes / GIB,
        disk,
        syncMicros / MICROS_A_MILLI,
        system,
        jdk);
  }
}
