package dev.cairn.bench.process;

import java.nio.file.Path;

/** The durable queues that are measured. */
public enum QueueKind {
  /** Jobs of Cairn, and its worker. */
  CAIRN {
    @Override
    JobQueue open(Path directory) {
      return new CairnQueue(directory);
    }
  },

  /** A table of SQLite, used as a queue without a library is written most simply. */
  SQLITE {
    @Override
    JobQueue open(Path directory) {
      return new SqliteQueue(directory);
    }
  };

  abstract JobQueue open(Path directory);
}
