package dev.cairn.survival;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.util.List;

/** Defines the tables that {@link ModelTest} writes. */
final class Things {
  /** Leaves rows out whose weight is negative. */
  static final Index<Thing, Long> BY_WEIGHT =
      Index.one("by-weight", Keys.longs(), thing -> thing.weight() < 0 ? null : thing.weight());

  static final Index<Thing, String> BY_TAG = Index.many("by-tag", Keys.string(), Thing::tags);

  static final Table<Spot, Thing> THINGS =
      Table.named("things")
          .keyedBy(Keys.record(Spot.class))
          .holding(Thing.class)
          .indexedBy(BY_WEIGHT, BY_TAG);

  static final Table<String, Count> COUNTS =
      Table.named("counts").keyedBy(Keys.string()).holding(Count.class);

  /** In the order of code points; that of UTF-16 has the last two the other way round. */
  static final List<String> TEXTS = List.of("", "a", "a\0", "a\0b", "ab", "ż", "\uFFFD", "😀");

  static final List<Integer> NUMBERS =
      List.of(Integer.MIN_VALUE, -1, 0, 1, 255, 256, Integer.MAX_VALUE);

  /** Every key that there may be: few, so that they meet. */
  static final List<Spot> SPOTS =
      TEXTS.stream()
          .flatMap(place -> NUMBERS.stream().map(number -> new Spot(place, number)))
          .toList();

  private Things() {}

  /** The key of a thing. */
  record Spot(String place, int number) {}

  /** A row with both kinds of indexes. */
  record Thing(String text, List<String> tags, long weight) {
    Thing {
      tags = List.copyOf(tags);
    }
  }

  /** A row without any. */
  record Count(long n) {}
}
