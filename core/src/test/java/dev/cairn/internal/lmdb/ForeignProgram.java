package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.bytes;

import java.nio.file.Path;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

/**
 * A program that uses a store through lmdbjava without Cairn. Not to be run in a JVM that has the
 * same store open with Cairn.
 */
public final class ForeignProgram {
  private ForeignProgram() {}

  /** Stores a row in Cairn's own database. */
  public static String put(Path directory, String key, String value) {
    return put(directory, "data", bytes(key), bytes(value));
  }

  /** Stores a row in a database, creating the environment if need be. */
  public static String put(Path directory, String database, byte[] key, byte[] value) {
    try (Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA)
            .setMapSize(1 << 24)
            .setMaxDbs(8)
            .open(directory.toFile())) {
      Dbi<byte[]> data = env.openDbi(database, DbiFlags.MDB_CREATE);
      data.put(key, value);
    }
    return "put";
  }
}
