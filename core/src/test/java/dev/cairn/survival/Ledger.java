package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.maintenance.VerifyReport;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Generates test entries that a checker can prove complete without having seen them written: the
 * content of each follows from its key. Totals change with the entries in one transaction.
 *
 * <p>An agent's entries are numbered from 0; it keeps the last {@value #KEPT}. An entry touches
 * several tables, an index and, with every few, pages that are used anew: half of it, or the same
 * one twice, does not add up.
 */
final class Ledger {
  /** The number of last entries that an agent keeps. */
  static final int KEPT = 100;

  private static final String ALL = "all";
  private static final int SLOTS = 7;
  private static final int LARGE_EVERY = 13;
  private static final int LARGE_CHARS = 9_000;

  /** The key of an entry: whose it is, and its number. */
  record Line(String agent, long number) {}

  /** An entry. */
  record Entry(String text, long number) {}

  /** The count of all entries that there ever were, and the sum of their numbers. */
  record Tally(long entries, long sum) {}

  private static final Index<Entry, Long> BY_NUMBER =
      Index.one("by-number", Keys.longs(), Entry::number);

  private static final Table<Line, Entry> ENTRIES =
      Table.named("entries")
          .keyedBy(Keys.record(Line.class))
          .holding(Entry.class)
          .indexedBy(BY_NUMBER);

  private static final Table<String, Tally> TALLIES =
      Table.named("tallies").keyedBy(Keys.string()).holding(Tally.class);

  /** Written over again and again, in many sizes. */
  private static final Table<Long, Entry> SLOTS_TABLE =
      Table.named("slots").keyedBy(Keys.longs()).holding(Entry.class);

  private static final List<Table<?, ?>> TABLES = List.of(ENTRIES, TALLIES, SLOTS_TABLE);

  private Ledger() {}

  /** Makes an agent's next entry, durably, and returns its number. */
  static long enter(Memory memory, String agent) {
    return memory.writeAndGet(
        tx -> {
          long number = entries(tx, agent);
          Entry entry = entry(agent, number);
          tx.put(ENTRIES, new Line(agent, number), entry);
          add(tx, agent, number);
          if (number >= KEPT) {
            tx.remove(ENTRIES, new Line(agent, number - KEPT));
          }
          tx.put(SLOTS_TABLE, number % SLOTS, entry);
          add(tx, ALL, number);
          return number;
        });
  }

  private static void add(Memory tx, String tally, long number) {
    tx.update(TALLIES, tally, old -> plus(old.orElse(new Tally(0, 0)), new Tally(1, number)));
  }

  private static Entry entry(String agent, long number) {
    int chars = number % LARGE_EVERY == 0 ? LARGE_CHARS : 20 + (int) (number * 37 % 200);
    return new Entry((agent + "/" + number + " ").repeat(chars / 4).substring(0, chars), number);
  }

  /** Returns how many entries an agent has ever made. */
  static long entries(Memory memory, String agent) {
    return memory.get(TALLIES, agent).map(Tally::entries).orElse(0L);
  }

  /** Reads all entries of an agent, and returns how many there are. */
  static long count(Memory memory, String agent) {
    return memory.read(tx -> tx.scan(ENTRIES, Scan.prefix(agent)).count());
  }

  /**
   * Fails if the store holds anything that is half done, done twice or not what somebody wrote.
   *
   * @param when the moment, for the message of a failure
   * @return the number of entries that each agent has ever made
   */
  static Map<String, Long> check(Cairn store, String when) {
    return store.memory().read(tx -> check(tx, when));
  }

  private static Map<String, Long> check(Memory tx, String when) {
    Map<String, List<Long>> found = new HashMap<>();
    tx.scan(ENTRIES, Scan.all())
        .forEach(
            row -> {
              Line line = row.key();
              assertThat(row.value()).as(when).isEqualTo(entry(line.agent(), line.number()));
              found.computeIfAbsent(line.agent(), same -> new ArrayList<>()).add(line.number());
            });
    Map<String, Long> made = new HashMap<>();
    Map<String, Tally> tallies = new HashMap<>();
    found.forEach(
        (agent, numbers) -> {
          long next = numbers.get(numbers.size() - 1) + 1;
          List<Long> kept = LongStream.range(Math.max(0, next - KEPT), next).boxed().toList();
          assertThat(numbers).as("%s: entries of %s", when, agent).isEqualTo(kept);
          made.put(agent, next);
          tallies.put(agent, new Tally(next, next * (next - 1) / 2));
        });
    if (!found.isEmpty()) {
      tallies.put(ALL, tallies.values().stream().reduce(new Tally(0, 0), Ledger::plus));
    }
    Map<String, Tally> stored = new HashMap<>();
    tx.scan(TALLIES, Scan.all()).forEach(row -> stored.put(row.key(), row.value()));
    assertThat(stored).as("%s: tallies", when).isEqualTo(tallies);
    tx.scan(SLOTS_TABLE, Scan.all())
        .forEach(row -> assertThat(row.key()).as(when).isEqualTo(row.value().number() % SLOTS));
    return made;
  }

  private static Tally plus(Tally one, Tally other) {
    return new Tally(one.entries() + other.entries(), one.sum() + other.sum());
  }

  /** Fails unless every page, row and index entry of the store is sound. */
  static void verify(Path directory, String when) {
    VerifyReport report = Maintenance.verify(directory, VerifyOptions.deep().withTables(TABLES));
    assertThat(report.findings()).as("%s: findings", when).isEmpty();
    assertThat(report.sound()).as("%s: sound", when).isTrue();
  }
}
