package dev.cairn.internal.table;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.table.ReadRecorder.Walk;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads rows from a cursor as a stream is consumed, up to a limit. */
final class RowSpliterator<T> extends AbstractSpliterator<T> {
  private final ViewTransaction transaction;
  private final Cursor cursor;
  private final long limit;
  private final @Nullable Walk walk;
  private final Function<Cursor, T> row;
  private long found;

  /**
   * Makes a spliterator.
   *
   * @param transaction the transaction that must not have ended when a row is read
   * @param walk is told when there is no further row; null if nobody records what is read
   * @param row makes the row that the cursor is at
   */
  RowSpliterator(
      ViewTransaction transaction,
      Cursor cursor,
      long limit,
      @Nullable Walk walk,
      Function<Cursor, T> row) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
    this.transaction = transaction;
    this.cursor = cursor;
    this.limit = limit;
    this.walk = walk;
    this.row = row;
  }

  /** Returns the stream, whose closing closes the cursor. */
  Stream<T> stream() {
    return StreamSupport.stream(this, false).onClose(cursor::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    transaction.checkUsable();
    if (found == limit) {
      return false;
    }
    if (!cursor.next()) {
      if (walk != null) {
        walk.exhausted();
      }
      return false;
    }
    T next = row.apply(cursor);
    found++;
    if (found == limit) {
      cursor.close(); // by now: findFirst() never asks for the row after the last
    }
    action.accept(next);
    return true;
  }
}
