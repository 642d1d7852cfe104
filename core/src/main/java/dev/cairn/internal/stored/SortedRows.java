package dev.cairn.internal.stored;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a few rows in memory, such as those of the catalogue of tables, and reads them like a
 * store.
 */
public final class SortedRows implements View {
  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

  public void put(byte[] key, byte[] value) {
    rows.put(key, value);
  }

  void remove(byte[] key) {
    rows.remove(key);
  }

  boolean contains(byte[] key) {
    return rows.containsKey(key);
  }

  @Override
  public long version() {
    return 0;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return rows.get(key);
  }

  @Override
  public Cursor scan(Range range, Order order) {
    NavigableMap<byte[], byte[]> tail = rows.tailMap(range.from(), true);
    byte[] before = range.before();
    NavigableMap<byte[], byte[]> part = before == null ? tail : tail.headMap(before, false);
    return new RowCursor(
        (order == Order.ASCENDING ? part : part.descendingMap()).entrySet().iterator());
  }

  private static final class RowCursor implements Cursor {
    private final Iterator<Map.Entry<byte[], byte[]>> rows;
    private Map.@Nullable Entry<byte[], byte[]> current;

    RowCursor(Iterator<Map.Entry<byte[], byte[]>> rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      current = rows.hasNext() ? rows.next() : null;
      return current != null;
    }

    private Map.Entry<byte[], byte[]> current() {
      if (current == null) {
        throw new IllegalStateException("the cursor is on no row");
      }
      return current;
    }

    @Override
    public byte[] key() {
      return current().getKey();
    }

    @Override
    public byte[] value() {
      return current().getValue();
    }

    @Override
    public void close() {
      current = null;
    }
  }
}
