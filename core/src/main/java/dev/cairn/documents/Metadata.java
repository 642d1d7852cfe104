package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.text.QuotedText;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a document by named values, which {@link Filter filters} compare. Immutable.
 *
 * <pre>{@code
 * Metadata.of("type", "invoice").with("total", 99.5).with("tags", List.of("paid", "eu"))
 * }</pre>
 *
 * <p>A value is a string, a number, a boolean, an {@link Instant}, or a list of these. Whole
 * numbers are kept as {@code Long}, others as {@code Double}; they are compared by their values, so
 * that 3 equals 3.0. Names are sorted.
 */
public final class Metadata {
  /** The longest name, in bytes as UTF-8. */
  public static final int MAX_NAME_BYTES = 100;

  private static final Metadata NONE = new Metadata(Collections.emptyMap());

  private final Map<String, Object> values;

  private Metadata(Map<String, Object> values) {
    this.values = values;
  }

  /** Returns metadata without values. */
  public static Metadata none() {
    return NONE;
  }

  /**
   * Returns metadata of one value.
   *
   * @throws IllegalArgumentException as {@link #with} does
   */
  public static Metadata of(String name, Object value) {
    return NONE.with(name, value);
  }

  /**
   * Returns metadata of these values.
   *
   * @throws IllegalArgumentException as {@link #with} does
   */
  public static Metadata of(Map<String, ?> values) {
    Map<String, Object> checked = new TreeMap<>();
    Arguments.notNull("values", values)
        .forEach((name, value) -> checked.put(requireName(name), checked(name, value)));
    return checked.isEmpty() ? NONE : new Metadata(Collections.unmodifiableMap(checked));
  }

  /**
   * Returns this with a value, new or changed.
   *
   * @param value a {@link String}, a number of a primitive's class, a {@link Boolean}, an {@link
   *     Instant}, or a {@link Collection} of these, whose order is kept
   * @throws IllegalArgumentException if the name is blank or too long, or the value null, of
   *     another type, or a number that is not finite
   */
  public Metadata with(String name, Object value) {
    Map<String, Object> changed = new TreeMap<>(values);
    changed.put(requireName(name), checked(name, value));
    return new Metadata(Collections.unmodifiableMap(changed));
  }

  /** Returns this without the value of that name, if there is one. */
  public Metadata without(String name) {
    Map<String, Object> changed = new TreeMap<>(values);
    changed.remove(Arguments.notNull("name", name));
    return new Metadata(Collections.unmodifiableMap(changed));
  }

  /** Returns the value of that name: a String, Long, Double, Boolean, Instant or List of these. */
  public Optional<Object> get(String name) {
    return Optional.ofNullable(values.get(Arguments.notNull("name", name)));
  }

  /** Returns all values by their names, in the order of the names; unmodifiable. */
  public Map<String, Object> asMap() {
    return values;
  }

  static String requireName(@Nullable String name) {
    String checked = KeyPart.name("name of a metadata value", name, MAX_NAME_BYTES);
    if (checked.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "name of a metadata value has a NUL: " + QuotedText.of(checked));
    }
    return checked;
  }

  private static Object checked(String name, @Nullable Object value) {
    if (!(value instanceof Collection<?> list)) {
      return scalar(name, value);
    }
    List<Object> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      elements.add(scalar(name, element));
    }
    return Collections.unmodifiableList(elements);
  }

  /** Returns a single value in the class in which it is kept. */
  static Object scalar(String name, @Nullable Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof Instant) {
      return value;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "metadata '%s' is %s; leave such a value out".formatted(name, number));
      }
      return number + 0.0; // no negative zero, which would equal zero and sort below it
    }
    throw new IllegalArgumentException(
        value == null
            ? "metadata '%s' is null, or has a null in it; leave the value out".formatted(name)
            : "metadata '%s' is a %s; give a string, a number, a boolean, an Instant or a list of these"
                .formatted(name, value.getClass().getName()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Metadata that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
