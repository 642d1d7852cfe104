package dev.cairn.bench.process;

import dev.cairn.Cairn;
import dev.cairn.repositories.Repositories;
import dev.cairn.repositories.SyncReport;
import java.nio.file.Path;

/** Syncs a directory of source files twice, of which the second sync finds nothing to do. */
final class SyncingJvm {
  /** Said after the first sync, with its nanoseconds. */
  static final String FIRST = "first";

  /** Said after the second sync, with its nanoseconds. */
  static final String SECOND = "second";

  private SyncingJvm() {}

  /** The arguments are the store, the directory, and the number of its files. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    long files = Long.parseLong(args[2]);
    try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
      Repositories repositories = cairn.memory().repositories();
      ParentJvm.awaitGo();
      SyncReport first = repositories.sync(directory);
      ParentJvm.say(FIRST, first.took().toNanos());
      SyncReport second = repositories.sync(directory);
      if (first.added().size() != files || second.unchanged() != files) {
        throw new IllegalStateException(
            "of %,d files the first sync added %,d, and for the second %,d were unchanged"
                .formatted(files, first.added().size(), second.unchanged()));
      }
      ParentJvm.say(SECOND, second.took().toNanos());
    }
  }
}
