package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.RecordAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one stored schema as records of one class; everything that can be decided
 * before was.
 *
 * <p>Immutable, and safe for any number of threads.
 */
public final class RecordReader<V extends Record> {
  /** The target of a component that the class does not have. */
  static final int SKIPPED = -1;

  /** The bit of a component that is stored as a primitive. */
  static final int NEVER_NULL = -1;

  private final RecordAccess<V> access;

  /** The arguments of the constructor before anything is read. */
  private final @Nullable Object[] absent;

  private final int nullBytes;
  private final Step[] steps;

  /**
   * What to do with one stored component.
   *
   * @param target the place among the constructor's arguments, or {@link #SKIPPED}
   * @param nullBit the place among the bits for nulls, or {@link #NEVER_NULL}
   * @param ofNull what a null is read as
   */
  record Step(ValueCodec.Reader reader, int target, int nullBit, @Nullable Object ofNull) {}

  RecordReader(RecordAccess<V> access, @Nullable Object[] absent, int nullBytes, Step[] steps) {
    this.access = access;
    this.absent = absent;
    this.nullBytes = nullBytes;
    this.steps = steps;
  }

  /**
   * Reads a record that ends where the input does.
   *
   * @throws MalformedBytesException if the bytes are none, or if the record's constructor refuses
   *     the values
   */
  public V read(Input in) {
    return Payload.readWhole(in, this::readComponents);
  }

  /** Reads a record that may have something after it. */
  V readComponents(Input in) {
    @Nullable Object[] values = absent.clone();
    int nulls = Payload.skipNulls(in, nullBytes);
    for (Step step : steps) {
      Object value =
          step.nullBit != NEVER_NULL && Payload.isNull(in, nulls, step.nullBit)
              ? step.ofNull
              : step.reader.read(in);
      if (step.target != SKIPPED) {
        values[step.target] = value;
      }
    }
    return access.create(values);
  }
}
