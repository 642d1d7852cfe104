package dev.cairn.internal.lmdb.env;

import java.nio.file.Path;

/**
 * Gives tests the check of an opening without LMDB, which would end the JVM at some of the damage
 * that they try.
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
