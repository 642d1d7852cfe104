package dev.cairn.survival;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program for {@link QueriesOfProcessesTest} that changes groups of rows and queries them, while
 * others do the same.
 *
 * <p>All rows of a group have the same number, which each change raises. So an answer shows one
 * snapshot, and the number tells which: it must lie between those read before and after the call.
 */
final class QueryingAgent {
  record Place(int group, int row) {}

  record Numbered(int group, long number) {}

  private static final Index<Numbered, Integer> BY_GROUP =
      Index.one("group", Keys.integer(), Numbered::group);

  private static final Table<Place, Numbered> ROWS =
      Table.named("rows")
          .keyedBy(Keys.record(Place.class))
          .holding(Numbered.class)
          .indexedBy(BY_GROUP);

  private static final int GROUPS = 6;
  private static final int MOST_ROWS = 4;

  /** The numbers of a group's rows, by a range of keys. */
  record ByPrefix(int group) implements Query<Memory, List<Long>> {
    @Override
    public List<Long> answer(Memory memory) {
      return numbers(memory.scan(ROWS, Scan.prefix(group)));
    }
  }

  /** The numbers of a group's rows, by an index. */
  record ByIndex(int group) implements Query<Memory, List<Long>> {
    @Override
    public List<Long> answer(Memory memory) {
      return numbers(memory.scan(ROWS, BY_GROUP, Scan.prefix(group)));
    }
  }

  /** The number of a group's first row, by a scan with a limit. */
  record FirstOnly(int group) implements Query<Memory, List<Long>> {
    @Override
    public List<Long> answer(Memory memory) {
      return numbers(memory.scan(ROWS, Scan.all().from(group).limit(1)));
    }
  }

  /** The number of a group's first row, by its key, inside another query. */
  record ByKey(int group) implements Query<Memory, List<Long>> {
    @Override
    public List<Long> answer(Memory memory) {
      Optional<Numbered> first = memory.get(ROWS, new Place(group, 0));
      List<Long> all = memory.query(new ByPrefix(group));
      return first.isPresent() == all.isEmpty()
          ? List.of(-1L, -2L) // two moments
          : first.map(row -> List.of(row.number(), all.get(0))).orElse(List.of());
    }
  }

  private static <K> List<Long> numbers(Stream<Row<K, Numbered>> rows) {
    return rows.map(row -> row.value().number()).toList();
  }

  private QueryingAgent() {}

  public static void main(String[] args) {
    OtherJvm.endWithAnyThread();
    try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
      Random random = new Random(Long.parseLong(args[2]));
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
      long asked = 0;
      while (System.nanoTime() - end < 0) {
        if (random.nextInt(8) == 0) {
          change(cairn.memory(), random.nextInt(GROUPS), 1 + random.nextInt(MOST_ROWS));
        } else {
          ask(cairn.memory(), random.nextInt(GROUPS), random.nextInt(5));
          asked++;
        }
      }
      System.out.println("asked " + asked);
    }
  }

  /** Raises the number of a group, which has so many rows from now on. */
  private static void change(Memory memory, int group, int rows) {
    memory.write(
        m -> {
          long number = number(m, group) + 1;
          for (int i = 0; i < MOST_ROWS; i++) {
            if (i < rows) {
              m.put(ROWS, new Place(group, i), new Numbered(group, number));
            } else {
              m.remove(ROWS, new Place(group, i));
            }
          }
        });
  }

  private static void ask(Memory memory, int group, int kind) {
    long before = memory.read(m -> number(m, group));
    List<Long> answer =
        switch (kind) {
          case 0 -> memory.query(new ByPrefix(group));
          case 1 -> memory.query(new ByIndex(group));
          case 2 -> number(memory, group) == 0 ? List.of() : memory.query(new FirstOnly(group));
          case 3 -> memory.query(new ByKey(group));
          default -> memory.read(m -> m.query(new ByPrefix(group)));
        };
    long after = memory.read(m -> number(m, group));
    long first = answer.isEmpty() ? 0 : answer.get(0);
    if (answer.stream().anyMatch(number -> number != first) || first < before || first > after) {
      throw new IllegalStateException(
          "group %d, kind %d: %s, between %d and %d".formatted(group, kind, answer, before, after));
    }
  }

  /** Reads the number without any query; 0 before the first change. */
  private static long number(Memory memory, int group) {
    return memory
        .scan(ROWS, Scan.prefix(group).limit(1))
        .findFirst()
        .map(row -> row.value().number())
        .orElse(0L);
  }
}
