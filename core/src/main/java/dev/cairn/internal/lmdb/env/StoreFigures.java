package dev.cairn.internal.lmdb.env;

import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.StorageException;
import dev.cairn.internal.commit.WriteMetrics;
import dev.cairn.internal.lmdb.files.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import org.lmdbjava.EnvInfo;

/** Collects the figures of an open store: what its writer has counted, and what LMDB tells. */
public final class StoreFigures {
  private StoreFigures() {}

  /**
   * Returns the figures.
   *
   * @param environment the store, open
   * @param version its version
   * @param metrics the counts of its writer
   * @param openReads the number of snapshots that this process has open
   * @return the figures
   */
  public static EngineStatistics of(
      Environment environment, long version, WriteMetrics metrics, int openReads) {
    EnvInfo info = environment.info();
    try {
      return new EngineStatistics(
          version,
          metrics.commits(),
          metrics.writes(),
          metrics.failed(),
          metrics.timedOutWrites(),
          metrics.largestBatch(),
          metrics.commitTime(),
          metrics.waitTime(),
          openReads,
          info.numReaders,
          info.maxReaders,
          Files.size(environment.store().resolve(StoreFiles.DATA)),
          info.mapSize);
    } catch (IOException e) {
      throw new StorageException(
          "the files of store %s are gone: %s".formatted(environment.store(), e), e);
    }
  }
}
