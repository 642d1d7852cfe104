package dev.cairn.table;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.key.KeyCodecs;
import dev.cairn.internal.key.RecordKey;
import java.time.Instant;
import java.util.UUID;

/**
 * Creates key types, with one method for each type that a {@link Key} can have.
 *
 * <pre>{@code
 * record SitePurpose(String site, String purpose) {}
 *
 * Table.named("selectors").keyedBy(Keys.record(SitePurpose.class)).holding(Selector.class);
 * }</pre>
 */
public final class Keys {
  private Keys() {}

  /**
   * Returns the key of one text, ordered by code point. A text with an unpaired surrogate is
   * refused with an {@link IllegalArgumentException} when it is used.
   *
   * @return the key
   */
  public static Key<String> string() {
    return Key.of(KeyCodecs.STRING);
  }

  /**
   * Returns the key of one int.
   *
   * @return the key
   */
  public static Key<Integer> integer() {
    return Key.of(KeyCodecs.INT);
  }

  /**
   * Returns the key of one long. A value takes as many bytes as it needs.
   *
   * @return the key
   */
  public static Key<Long> longs() {
    return Key.of(KeyCodecs.LONG);
  }

  /**
   * Returns the key of one boolean, false first.
   *
   * @return the key
   */
  public static Key<Boolean> bool() {
    return Key.of(KeyCodecs.BOOL);
  }

  /**
   * Returns the key of one double, ordered as {@link Double#compare} does.
   *
   * @return the key
   */
  public static Key<Double> doubles() {
    return Key.of(KeyCodecs.DOUBLE);
  }

  /**
   * Returns the key of one point in time, to the nanosecond.
   *
   * @return the key
   */
  public static Key<Instant> instant() {
    return Key.of(KeyCodecs.INSTANT);
  }

  /**
   * Returns the key of one UUID, ordered as its text is; {@link UUID#compareTo} compares signed
   * numbers and so orders otherwise.
   *
   * @return the key
   */
  public static Key<UUID> uuid() {
    return Key.of(KeyCodecs.UUID_KEY);
  }

  /**
   * Returns the key of one byte string, ordered as unsigned bytes.
   *
   * @return the key
   */
  public static Key<byte[]> bytes() {
    return Key.of(KeyCodecs.BYTES);
  }

  /**
   * Returns the key of one enum constant, stored and ordered by its name, so that constants may be
   * added and moved. A row whose constant the enum does not have, since a newer program added it or
   * this one took it away, cannot be read: {@link dev.cairn.IncompatibleRecordException}.
   *
   * @param <E> the enum
   * @param type its class
   * @return the key
   * @throws IllegalArgumentException if the class is null or no enum
   */
  public static <E extends Enum<E>> Key<E> enumeration(Class<E> type) {
    return Key.of(KeyCodecs.enumeration(type));
  }

  /**
   * Returns the key of a record, whose components in order are the components of the tuple. They
   * are of the types that this class names, or records of these. Two of its records must be equal
   * only if their components are, as they are unless the class says otherwise: the cache finds rows
   * by it.
   *
   * @param <K> the record
   * @param type its class
   * @return the key
   * @throws IllegalArgumentException if the class is null, no record, without components, contains
   *     itself, or has a component of another type
   */
  public static <K extends Record> Key<K> record(Class<K> type) {
    return Key.of(RecordKey.of(Arguments.notNull("type", type)));
  }
}
