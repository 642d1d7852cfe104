package dev.cairn.internal.lmdb.env;

import dev.cairn.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;

/** Opens an LMDB environment with the flags that a store needs. */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /**
   * Opens the files of a store with LMDB.
   *
   * @param map the map that values will be read from
   * @param more flags besides those that follow from the options
   */
  static Env<NativeBytes> open(Path store, LmdbOptions options, MemoryMap map, EnvFlags... more) {
    NativeLibraries.load();
    List<EnvFlags> flags = new ArrayList<>(List.of(more));
    flags.add(EnvFlags.MDB_NOTLS);
    if (options.durability() == Durability.RELAXED) {
      flags.add(EnvFlags.MDB_NOMETASYNC);
    }
    if (options.untilRestart()) {
      flags.add(EnvFlags.MDB_NOSYNC);
    }
    if (options.readOnly()) {
      flags.add(EnvFlags.MDB_RDONLY_ENV);
    }
    return Env.create(new NativeBytesProxy(map))
        .setMapSize(options.mapBytes())
        .setMaxDbs(2)
        .setMaxReaders(options.maxReaders())
        .open(store.toFile(), 0600, flags.toArray(EnvFlags[]::new));
  }
}
