package dev.cairn.survival;

import static dev.cairn.survival.Things.BY_TAG;
import static dev.cairn.survival.Things.BY_WEIGHT;
import static dev.cairn.survival.Things.COUNTS;
import static dev.cairn.survival.Things.THINGS;

import dev.cairn.Memory;
import dev.cairn.survival.Things.Count;
import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the operations of a randomized test on a real store: each in a transaction of its own, or
 * all in one.
 */
record StoreRows(Memory memory) implements Rows {

  @Override
  public boolean put(Spot spot, Thing thing) {
    return memory.put(THINGS, spot, thing);
  }

  @Override
  public boolean delete(Spot spot) {
    return memory.remove(THINGS, spot);
  }

  @Override
  public Optional<Thing> get(Spot spot) {
    return memory.get(THINGS, spot);
  }

  @Override
  public Thing addWeight(Spot spot, long more) {
    return memory.update(THINGS, spot, old -> Rows.heavier(old, more));
  }

  @Override
  public long count(String counter) {
    return memory.update(COUNTS, counter, old -> new Count(old.map(Count::n).orElse(0L) + 1)).n();
  }

  @Override
  public List<Row<Spot, Thing>> find(Query query) {
    return memory.read(m -> stream(m, query).limit(query.most()).toList());
  }

  private static Stream<Row<Spot, Thing>> stream(Memory tx, Query query) {
    Scan scan = query.scan();
    return switch (query.by()) {
      case KEY -> tx.scan(THINGS, scan);
      case WEIGHT -> tx.scan(THINGS, BY_WEIGHT, scan);
      case TAG -> tx.scan(THINGS, BY_TAG, scan);
    };
  }

  @Override
  public long size(Query query) {
    return memory.read(m -> size(m, query));
  }

  private static long size(Memory tx, Query query) {
    Scan scan = query.scan();
    return switch (query.by()) {
      case KEY -> tx.count(THINGS, scan);
      case WEIGHT -> tx.count(THINGS, BY_WEIGHT, scan);
      case TAG -> tx.count(THINGS, BY_TAG, scan);
    };
  }
}
