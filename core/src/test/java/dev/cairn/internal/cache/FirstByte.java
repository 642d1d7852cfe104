package dev.cairn.internal.cache;

import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Maps the keys of cache tests to their first byte, which stands for the row and for the key's only
 * prefix.
 */
final class FirstByte implements LoggedKeys<Integer> {
  private final Function<Integer, @Nullable Integer> row;

  FirstByte() {
    this(first -> first);
  }

  /** Makes keys whose row is computed from their first byte. */
  FirstByte(Function<Integer, @Nullable Integer> row) {
    this.row = row;
  }

  @Override
  public @Nullable Integer row(byte[] key) {
    return row.apply((int) key[0]);
  }

  @Override
  public int table(byte[] key) {
    return 1;
  }

  @Override
  public void prefixes(byte[] key, IntConsumer action) {
    action.accept(key[0]);
  }
}
