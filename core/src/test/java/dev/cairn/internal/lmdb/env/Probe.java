package dev.cairn.internal.lmdb.env;

import java.nio.file.Path;

/** Lets tests do the check of opening without LMDB, which would not survive all that they try. */
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
