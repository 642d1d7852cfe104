package dev.cairn;

import java.time.Duration;

/**
 * The distribution of measured times; percentiles are exact to one part in a hundred.
 *
 * @param count how many were measured
 * @param mean their mean; zero if there are none
 * @param p50 half of them took no longer
 * @param p90 nine of ten took no longer
 * @param p99 99 of a hundred took no longer
 * @param max the longest
 */
public record Latency(
    long count, Duration mean, Duration p50, Duration p90, Duration p99, Duration max) {}
