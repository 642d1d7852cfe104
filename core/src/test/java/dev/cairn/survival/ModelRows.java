package dev.cairn.survival;

import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import dev.cairn.table.Row;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model of a store's rows in sorted maps, with which the tests compare a real store. */
final class ModelRows implements Rows {
  /** With what else is in a key, this is within its 511 bytes. */
  private static final int LONGEST_TEXT = 400;

  final NavigableMap<Spot, Thing> things =
      new TreeMap<>(Comparator.comparing(Spot::place, Query.ORDER).thenComparing(Spot::number));

  final NavigableMap<String, Long> counts = new TreeMap<>();

  ModelRows copy() {
    ModelRows copy = new ModelRows();
    copy.things.putAll(things);
    copy.counts.putAll(counts);
    return copy;
  }

  @Override
  public boolean put(Spot spot, Thing thing) {
    if (Stream.concat(Stream.of(spot.place()), thing.tags().stream())
        .anyMatch(text -> text.length() > LONGEST_TEXT)) {
      throw new IllegalArgumentException("too long for a key");
    }
    return !thing.equals(things.put(spot, thing));
  }

  @Override
  public boolean delete(Spot spot) {
    return things.remove(spot) != null;
  }

  @Override
  public Optional<Thing> get(Spot spot) {
    return Optional.ofNullable(things.get(spot));
  }

  @Override
  public Thing addWeight(Spot spot, long more) {
    return things.compute(spot, (same, old) -> Rows.heavier(Optional.ofNullable(old), more));
  }

  @Override
  public long count(String counter) {
    return counts.merge(counter, 1L, Long::sum);
  }

  @Override
  public List<Row<Spot, Thing>> find(Query query) {
    return found(query).limit(query.most()).toList();
  }

  @Override
  public long size(Query query) {
    return found(query).count();
  }

  /** In the order of what was asked for; the primary key decides between equals. */
  private Stream<Row<Spot, Thing>> found(Query query) {
    record Entry(List<Object> components, Row<Spot, Thing> row) {}
    Comparator<Entry> order = Comparator.comparing(Entry::components, Query::compare);
    order = order.thenComparing(entry -> entry.row().key(), things.comparator());
    return things.entrySet().stream()
        .map(thing -> new Row<>(thing.getKey(), thing.getValue()))
        .flatMap(row -> query.components(row).map(components -> new Entry(components, row)))
        .filter(entry -> query.wants(entry.components()))
        .sorted(query.descending() ? order.reversed() : order)
        .map(Entry::row);
  }
}
