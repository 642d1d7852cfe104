package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.RecordAccess;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.text.ShownValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes values of one stored schema as records of one class. All decisions that do not depend on
 * a value were made when this object was created.
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
  private final ComponentPath path;
  private final boolean mayLackRenamed;

  /**
   * The instruction to read one stored component.
   *
   * @param target the place among the constructor's arguments, or {@link #SKIPPED}
   * @param nullBit the place among the bits for nulls, or {@link #NEVER_NULL}
   * @param ofNull the value that a null is read as
   */
  record Step(ValueReader reader, int target, int nullBit, @Nullable Object ofNull) {}

  RecordReader(
      RecordAccess<V> access,
      @Nullable Object[] absent,
      int nullBytes,
      Step[] steps,
      ComponentPath path,
      boolean mayLackRenamed) {
    this.access = access;
    this.absent = absent;
    this.nullBytes = nullBytes;
    this.steps = steps;
    this.path = path;
    this.mayLackRenamed = mayLackRenamed;
  }

  /**
   * Tells whether a component that is read as absent may be stored under another name, which a
   * class knows that was written later.
   */
  public boolean mayLackRenamed() {
    return mayLackRenamed;
  }

  /**
   * Reads a record that ends where the input does.
   *
   * @throws MalformedBytesException if the bytes are none
   * @throws UnfitValueException if the record's class cannot hold a value, or if its constructor
   *     refuses what the values are together
   */
  public V read(Input in) {
    return Payload.readWhole(in, this::readComponents);
  }

  /** Reads a record that may have something after it. */
  V readComponents(Input in) {
    @Nullable Object[] values = absent.clone();
    int nulls = Payload.skipNulls(in, nullBytes);
    boolean some = Payload.hasNulls(in, nulls, nullBytes);
    for (Step step : steps) {
      Object value =
          some && step.nullBit != NEVER_NULL && Payload.isNull(in, nulls, step.nullBit)
              ? step.ofNull
              : step.reader.read(in);
      if (step.target != SKIPPED) {
        values[step.target] = value;
      }
    }
    try {
      return access.create(values);
    } catch (UnfitValueException e) {
      throw path.unfit(String.valueOf(e.getMessage()), wayOut(), e.getCause());
    }
  }

  /** Says why the constructor may have refused what is stored, and what to do. */
  private String wayOut() {
    List<String> lacking = new ArrayList<>();
    for (int i = 0; i < access.size(); i++) {
      int target = i;
      if (Arrays.stream(steps).noneMatch(step -> step.target == target)) {
        Object value = absent[i];
        lacking.add(
            "'%s' (read as %s)"
                .formatted(access.name(i), value == null ? "null" : ShownValue.of(value)));
      }
    }
    return lacking.isEmpty()
        ? "upgrade all programs first, or let the constructor take what is stored"
        : "the stored value lacks %s: declare a @Default that the constructor takes, or let it take the value without"
            .formatted(String.join(", ", lacking));
  }
}
