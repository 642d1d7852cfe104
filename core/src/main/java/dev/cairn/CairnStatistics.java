package dev.cairn;

import java.time.Duration;

/**
 * Counts and times of the work on an open store and its cache, since this process opened it.
 *
 * @param store commits, batches, times, readers and sizes
 * @param cache hits, misses and catch-ups
 */
public record CairnStatistics(EngineStatistics store, CacheStatistics cache) {

  /**
   * The distribution of measured times; its percentiles are exact to one part in a hundred.
   *
   * @param count the number of measured times
   * @param mean their mean; zero if there are none
   * @param p50 the time that half of them took at most
   * @param p90 the time that nine of ten took at most
   * @param p99 the time that 99 of a hundred took at most
   * @param max the longest
   */
  public record Latency(
      long count, Duration mean, Duration p50, Duration p90, Duration p99, Duration max) {}

  /**
   * Counts and times of the commits and writes of one process, with the readers and the size of the
   * store.
   *
   * @param version the store's version
   * @param commits commits by this process
   * @param writes writes that this process committed; one that changed nothing needs no commit
   * @param failedWrites writes that threw
   * @param timedOutWrites writes whose turn did not come in time
   * @param largestBatch the most writes in one commit
   * @param commitTime the times of commits, from the first write of the batch to durable
   * @param waitTime the times that writes waited, from being queued to their turn
   * @param openSnapshots snapshots that this process has open now
   * @param readers the most reader slots that were taken at once, by all processes, since the first
   *     of them opened the store; idle readers keep theirs, for the next snapshot
   * @param maxReaders reader slots that there are
   * @param fileBytes the size of the data file
   * @param mapBytes the size that the data file cannot outgrow
   */
  public record EngineStatistics(
      long version,
      long commits,
      long writes,
      long failedWrites,
      long timedOutWrites,
      int largestBatch,
      Latency commitTime,
      Latency waitTime,
      int openSnapshots,
      int readers,
      int maxReaders,
      long fileBytes,
      long mapBytes) {

    /**
     * Returns the average number of writes in a commit.
     *
     * @return the mean, 0 before the first commit
     */
    public double meanBatch() {
      return commits == 0 ? 0 : (double) writes / commits;
    }
  }

  /**
   * Counts of the lookups of the read cache of an open store, with its contents.
   *
   * @param hits lookups of records and of answers to queries that the cache answered
   * @param misses lookups that went to the store
   * @param catchUps the number of times that the cache applied the changes of one or more commits
   * @param clears the number of times that it dropped everything, because the change log did not
   *     name the keys of a commit, or no longer had it
   * @param records records and answers that it holds now, absent records included
   * @param bytes roughly the memory that they take
   */
  public record CacheStatistics(
      long hits, long misses, long catchUps, long clears, long records, long bytes) {}
}
