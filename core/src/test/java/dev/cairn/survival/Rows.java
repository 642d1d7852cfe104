package dev.cairn.survival;

import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import dev.cairn.table.Row;
import java.util.List;
import java.util.Optional;

/** The operations that a randomized test runs on both a real store and its model. */
interface Rows {

  /** Returns false if that is there already. */
  boolean put(Spot spot, Thing thing);

  /** Returns false if there is none. */
  boolean delete(Spot spot);

  Optional<Thing> get(Spot spot);

  /** Changes a thing, or makes one, and returns what it is then. */
  Thing addWeight(Spot spot, long more);

  /** Adds one to a counter and returns its number then. */
  long count(String counter);

  List<Row<Spot, Thing>> find(Query query);

  /** Returns how many {@link #find} would find if it went on to the end. */
  long size(Query query);

  /** The change that {@link #addWeight} makes to a stored row. */
  static Thing heavier(Optional<Thing> old, long more) {
    Thing thing = old.orElse(new Thing("new", List.of("new"), 0));
    return new Thing(thing.text(), thing.tags(), thing.weight() + more);
  }
}
