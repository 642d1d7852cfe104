package dev.cairn.internal.lmdb.env;

import java.nio.file.Path;

/**
 * Runs only the checks that precede opening a store with LMDB, because LMDB would end the JVM at
 * some of the damage that tests make.
 */
public final class Probe {
  private Probe() {}

  /** Checks a store, and creates nothing. */
  public static void check(Path directory) {
    OpeningChecks.prepare(
        directory,
        new LmdbOptions(
            true,
            LmdbOptions.defaults().durability(),
            LmdbOptions.DEFAULT_MAP_BYTES,
            LmdbOptions.DEFAULT_MAX_READERS));
  }
}
