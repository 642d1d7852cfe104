package dev.cairn.table;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.key.KeyCodec;
import dev.cairn.internal.key.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects keys of a table or an index: a prefix, bounds, a direction and a limit. Immutable.
 *
 * <pre>{@code
 * Scan.all()                                        // every row, in key order
 * Scan.prefix("example.com")                        // the rows whose first component is this
 * Scan.prefix("example.com").from(a).before(b)      // ... and whose next one is in [a, b)
 * Scan.all().descending().limit(10)                 // the ten greatest keys, the greatest first
 * }</pre>
 *
 * <p>A prefix is of whole components: {@code prefix("exam")} does not find {@code "example.com"}.
 * Where a component is a record, the record stands for its components. Components are checked
 * against the types of the key when the scan is used.
 */
public final class Scan {
  private static final Scan ALL = new Scan(List.of(), List.of(), List.of(), false, Long.MAX_VALUE);

  private final List<Object> prefix;

  /** The components after the prefix in the least wanted key; empty if there is no lower bound. */
  private final List<Object> from;

  /** The components after the prefix in the first key beyond the scan; empty if unbounded. */
  private final List<Object> before;

  private final boolean descending;

  private final long limit;

  private Scan(
      List<Object> prefix, List<Object> from, List<Object> before, boolean descending, long limit) {
    this.prefix = prefix;
    this.from = from;
    this.before = before;
    this.descending = descending;
    this.limit = limit;
  }

  /**
   * Returns the scan of every key, in ascending order.
   *
   * @return the scan
   */
  public static Scan all() {
    return ALL;
  }

  /**
   * Returns the scan of the keys that begin with these components.
   *
   * @param components the first components of the key; none for every key
   * @return the scan
   * @throws IllegalArgumentException if one is null
   */
  public static Scan prefix(Object... components) {
    return new Scan(checked(components), List.of(), List.of(), false, Long.MAX_VALUE);
  }

  /**
   * Returns this scan without the keys below a bound.
   *
   * @param nextComponents the components after the prefix in the least key that is wanted
   * @return the narrowed scan; it replaces an earlier lower bound
   * @throws IllegalArgumentException if there are none, or one is null
   */
  public Scan from(Object... nextComponents) {
    return new Scan(prefix, bound(nextComponents), before, descending, limit);
  }

  /**
   * Returns this scan without the keys at a bound and above it. A key that continues the bound with
   * further components is above it.
   *
   * @param nextComponents the components after the prefix in the least key that is no longer wanted
   * @return the narrowed scan; it replaces an earlier upper bound
   * @throws IllegalArgumentException if there are none, or one is null
   */
  public Scan before(Object... nextComponents) {
    return new Scan(prefix, from, bound(nextComponents), descending, limit);
  }

  /**
   * Returns this scan in descending order, the greatest key first. The bounds stay what they are.
   *
   * @return the scan
   */
  public Scan descending() {
    return new Scan(prefix, from, before, true, limit);
  }

  /**
   * Returns this scan with a limit on how many keys it finds.
   *
   * @param most the number, positive
   * @return the narrowed scan; the limit replaces an earlier one
   * @throws IllegalArgumentException if the number is not positive
   */
  public Scan limit(long most) {
    return new Scan(prefix, from, before, descending, Arguments.positive("limit", most));
  }

  private static List<Object> bound(Object @Nullable [] components) {
    List<Object> bound = checked(components);
    if (bound.isEmpty()) {
      throw new IllegalArgumentException("a bound needs at least one component");
    }
    return bound;
  }

  private static List<Object> checked(Object @Nullable [] components) {
    List<Object> list = new ArrayList<>();
    for (Object component : Arguments.notNull("components", components)) {
      Arguments.notNull("a component of the scan", component);
      list.add(component instanceof byte[] bytes ? bytes.clone() : component);
    }
    return List.copyOf(list);
  }

  /**
   * Returns how many keys this scan finds at most.
   *
   * @return the limit, {@link Long#MAX_VALUE} if there is none
   */
  public long limit() {
    return limit;
  }

  /**
   * Tells whether the greatest key comes first.
   *
   * @return true for descending order
   */
  public boolean isDescending() {
    return descending;
  }

  /**
   * Returns the range of this scan among the keys that begin with {@code tablePrefix}.
   *
   * @param key the encoding of the keys
   * @param tablePrefix the bytes with which all of them begin
   * @return the range
   * @throws IllegalArgumentException if a component is not of the key's type, if there are too
   *     many, or if they are longer than a key may be
   * @hidden
   */
  public KeyRange range(KeyCodec<?> key, byte[] tablePrefix) {
    return KeyRange.of(key, tablePrefix, prefix, from, before);
  }
}
