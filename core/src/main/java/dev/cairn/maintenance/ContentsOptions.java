package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.env.LmdbOptions;

/** Sets the options for reading the contents of a store. Immutable. */
public final class ContentsOptions {
  private static final ContentsOptions DEFAULTS =
      new ContentsOptions(LmdbOptions.DEFAULT_MAP_BYTES);

  private final long mapBytes;

  private ContentsOptions(long mapBytes) {
    this.mapBytes = mapBytes;
  }

  /**
   * Returns the options with a map of 64 GiB.
   *
   * @return the options
   */
  public static ContentsOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the size of the map, as {@link dev.cairn.CairnOptions#withMapSize} does, for processes
   * with little address space.
   *
   * @param bytes the size, at least 1 MiB
   * @return the changed options
   */
  public ContentsOptions withMapSize(long bytes) {
    return new ContentsOptions(LmdbOptions.defaults().withMapBytes(bytes).mapBytes());
  }

  LmdbOptions engine() {
    return LmdbOptions.defaults().withMapBytes(mapBytes).forReading();
  }
}
