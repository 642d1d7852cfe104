package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.Default;
import dev.cairn.record.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the values of one Java type, and creates decoders for every stored type that can be read
 * as it.
 *
 * <p>Nulls are the business of what contains the value: it stores the null itself, and asks here
 * what a null turns into.
 */
interface ValueCodec {

  /** Returns the type as which values are stored. */
  ValueType type();

  /** Writes a value that {@link #toStored} returned. */
  void write(Object value, Output out);

  /**
   * Returns what reads a stored type as the Java type.
   *
   * @throws dev.cairn.IncompatibleRecordException if no value of that type can be read as this one
   */
  ValueReader reader(ValueType stored, ComponentPath path);

  /** Returns what is written for a value, or null if a null is. */
  default @Nullable Object toStored(@Nullable Object value) {
    return value;
  }

  /** Returns what a stored null is read as. */
  default @Nullable Object ofNull() {
    return null;
  }

  /** Returns what a component is that was not stored at all. */
  default @Nullable Object ofAbsent() {
    return ofNull();
  }

  /**
   * Reads the text of a {@link Default}.
   *
   * @throws RuntimeException if it is no text of this type, or if there are none
   */
  default Object parse(String text) {
    throw new IllegalArgumentException("only values without parts have a default");
  }
}
