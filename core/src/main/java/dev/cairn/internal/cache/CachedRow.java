package dev.cairn.internal.cache;

import java.util.Optional;

/**
 * Converts a row to and from its form in the cache: the record itself, or a mark that the row is
 * absent. An {@link Optional} around each record would cost one more memory access on every hit.
 */
public final class CachedRow {
  private static final Object ABSENT = new Object();

  private CachedRow() {}

  /** Returns the form in the cache of a row that is there, or is not. */
  public static Object of(Optional<?> row) {
    return row.isPresent() ? row.get() : ABSENT;
  }

  /** Returns the row; the caller knows that the table's records are of this class. */
  @SuppressWarnings("unchecked") // a value cached under a table's key is of the table's class
  public static <V> Optional<V> row(Object cached) {
    return cached == ABSENT ? Optional.empty() : Optional.of((V) cached);
  }
}
