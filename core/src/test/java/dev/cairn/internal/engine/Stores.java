package dev.cairn.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Durability;
import dev.cairn.internal.engine.View.Order;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens, reads and writes stores for the tests of the engine, with texts in place of bytes. */
public final class Stores {
  /** Longer than anything here takes; a test that waits so long has failed. */
  public static final Duration LONG = Duration.ofSeconds(30);

  public static final Range ALL = new Range(new byte[0], null);

  private Stores() {}

  public static Engine open(Path directory) {
    return LmdbEngine.open(directory, LmdbOptions.defaults());
  }

  public static Engine openReadOnly(Path directory) {
    return LmdbEngine.open(directory, readOnly());
  }

  public static LmdbOptions readOnly() {
    return new LmdbOptions(
        true, Durability.SYNC, LmdbOptions.DEFAULT_MAP_BYTES, LmdbOptions.DEFAULT_MAX_READERS);
  }

  public static LmdbOptions relaxed() {
    return new LmdbOptions(
        false, Durability.RELAXED, LmdbOptions.DEFAULT_MAP_BYTES, LmdbOptions.DEFAULT_MAX_READERS);
  }

  public static LmdbOptions withMap(long bytes) {
    return new LmdbOptions(false, Durability.SYNC, bytes, LmdbOptions.DEFAULT_MAX_READERS);
  }

  public static LmdbOptions withReaders(int readers) {
    return new LmdbOptions(false, Durability.SYNC, LmdbOptions.DEFAULT_MAP_BYTES, readers);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  public static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  public static boolean put(Engine engine, String key, String value) {
    return engine.write(batch -> batch.put(bytes(key), bytes(value)), LONG);
  }

  public static boolean delete(Engine engine, String key) {
    return engine.write(batch -> batch.delete(bytes(key)), LONG);
  }

  public static String get(Engine engine, String key) {
    try (Snapshot snapshot = engine.snapshot()) {
      return get(snapshot, key);
    }
  }

  public static String get(View view, String key) {
    return text(view.get(bytes(key)));
  }

  /** Reads a number, 0 if there is none. */
  public static long number(View view, String key) {
    byte[] value = view.get(bytes(key));
    return value == null ? 0 : Long.parseLong(text(value));
  }

  public static long number(Engine engine, String key) {
    try (Snapshot snapshot = engine.snapshot()) {
      return number(snapshot, key);
    }
  }

  public static void add(Batch batch, String key, long amount) {
    batch.put(bytes(key), bytes(Long.toString(number(batch, key) + amount)));
  }

  /** The keys of a range, without the store's own first row. */
  public static List<String> keys(View view, Range range, Order order) {
    List<String> keys = new ArrayList<>();
    try (Cursor cursor = view.scan(range, order)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        if (key[0] != 0) {
          keys.add(text(key));
        }
      }
    }
    return keys;
  }

  public static List<String> keys(Engine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      return keys(snapshot, ALL, Order.ASCENDING);
    }
  }
}
