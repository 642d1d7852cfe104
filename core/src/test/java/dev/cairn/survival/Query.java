package dev.cairn.survival;

import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A random query of a test: it makes the store's {@link Scan}, and defines the expected result.
 *
 * @param by the order
 * @param prefix the first components
 * @param from the components after the prefix in the least key; empty if there is no such bound
 * @param before the components after the prefix in the first key that is too great; empty if there
 *     is none
 * @param descending whether the greatest comes first
 * @param most the greatest number of rows
 */
record Query(
    By by,
    List<Object> prefix,
    List<Object> from,
    List<Object> before,
    boolean descending,
    int most) {

  /** The order of rows: their keys', or an index's. */
  enum By {
    KEY,
    WEIGHT,
    TAG
  }

  /** The order of components: of texts by code point, which is not that of their UTF-16 units. */
  static final Comparator<Object> ORDER = Query::compareComponents;

  static Query all(By by, boolean descending) {
    return new Query(by, List.of(), List.of(), List.of(), descending, Integer.MAX_VALUE);
  }

  Scan scan() {
    Scan scan = Scan.prefix(prefix.toArray());
    if (!from.isEmpty()) {
      scan = scan.from(from.toArray());
    }
    if (!before.isEmpty()) {
      scan = scan.before(before.toArray());
    }
    return descending ? scan.descending() : scan;
  }

  /** Returns under what a row is found in this order: once, several times or not at all. */
  Stream<List<Object>> components(Row<Spot, Thing> row) {
    return switch (by) {
      case KEY -> Stream.of(List.of(row.key().place(), row.key().number()));
      case WEIGHT -> Stream.of(row.value().weight()).filter(w -> w >= 0).map(List::of);
      case TAG -> row.value().tags().stream().distinct().map(List::of);
    };
  }

  /** Tells whether these components are within the bounds. */
  boolean wants(List<Object> components) {
    List<Object> rest = components.subList(prefix.size(), components.size());
    return components.subList(0, prefix.size()).equals(prefix)
        && (from.isEmpty() || compare(rest, from) >= 0)
        && (before.isEmpty() || compare(rest, before) < 0);
  }

  /** Compares as far as the bound goes: what continues it is not below it. */
  static int compare(List<Object> components, List<Object> bound) {
    for (int i = 0; i < bound.size(); i++) {
      int order = ORDER.compare(components.get(i), bound.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compareComponents(Object one, Object other) {
    if (one instanceof Integer number) {
      return number.compareTo((Integer) other);
    } else if (one instanceof Long number) {
      return number.compareTo((Long) other);
    }
    return Arrays.compare(codePoints(one), codePoints(other));
  }

  private static int[] codePoints(Object text) {
    return ((String) text).codePoints().toArray();
  }
}
