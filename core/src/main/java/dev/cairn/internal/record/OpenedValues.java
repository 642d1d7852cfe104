package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.ValueBuffer;
import dev.cairn.internal.key.MalformedBytesException;

/**
 * Walks over entries and opens the envelopes of their values, with one buffer for all of them.
 * Confined to the thread of the walk.
 */
public final class OpenedValues implements Cursor {
  private final Cursor cursor;
  private final ValueBuffer value = new ValueBuffer();
  private final Input payload = new PayloadInput(value.bytes(), 0);

  /** Takes a cursor over, and closes it in the end. */
  public OpenedValues(Cursor cursor) {
    this.cursor = cursor;
  }

  @Override
  public boolean next() {
    return cursor.next(value);
  }

  @Override
  public byte[] key() {
    return cursor.key();
  }

  @Override
  public byte[] value() {
    return cursor.value();
  }

  /**
   * Opens the envelope of the value that the walk has come to.
   *
   * @return the id of its schema
   * @throws MalformedBytesException as {@link StoredValue#open(byte[], byte[])} does
   */
  public int open() {
    return StoredValue.open(key(), value.bytes(), value.length(), payload);
  }

  /** Returns the payload of the value that was opened last. */
  public Input payload() {
    return payload;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
