package dev.cairn;

/**
 * The figures of one engine since it was opened in this process.
 *
 * @param version the store's version
 * @param commits commits by this process
 * @param writes writes that this process committed; one that changed nothing needs no commit
 * @param failedWrites writes that threw
 * @param timedOutWrites writes whose turn did not come in time
 * @param largestBatch the most writes in one commit
 * @param commitTime how long a commit took, from the first write of the batch to durable
 * @param waitTime how long a write waited, from being queued to its turn
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
   * Returns how many writes a commit held on average.
   *
   * @return the mean, 0 before the first commit
   */
  public double meanBatch() {
    return commits == 0 ? 0 : (double) writes / commits;
  }
}
