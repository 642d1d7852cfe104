package dev.cairn.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.record.Default;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that programs with older and newer record classes share a table: each reads the other's
 * records, or is refused.
 */
class StoreEvolutionTest {
  record First(String name, int visits, String nickname) {}

  /** Without the nickname, with a wider number, and with more components. */
  record Second(
      long visits,
      String name,
      List<String> tags,
      Optional<String> note,
      int rank,
      @Default("new") String state) {}

  record Third(String visits, String name) {}

  private static final Table<String, First> FIRST = table(First.class);
  private static final Table<String, Second> SECOND = table(Second.class);
  private static final Table<String, Third> THIRD = table(Third.class);

  private Path directory;
  private OpenStore older;
  private OpenStore newer;

  private static <V extends Record> Table<String, V> table(Class<V> type) {
    return Table.named("people").keyedBy(Keys.string()).holding(type);
  }

  @BeforeEach
  void open(@TempDir Path fresh) {
    directory = fresh;
    older = OpenStore.in(directory);
    newer = OpenStore.in(directory);
    older.write(tx -> tx.put(FIRST, "ann", new First("Ann", 3, "annie")));
  }

  @AfterEach
  void close() {
    older.close();
    newer.close();
  }

  @Test
  void aNewerClassReadsWhatAnOlderOneWrote() {
    Second ann = new Second(3, "Ann", List.of(), Optional.empty(), 0, "new");

    assertThat(newer.here.get(SECOND, "ann")).contains(ann);
    assertThat(newer.get(SECOND, "ann")).contains(ann);
    assertThat(
            newer.here.<List<Row<String, Second>>>read(tx -> tx.scan(SECOND, Scan.all()).toList()))
        .containsExactly(new Row<>("ann", ann));
  }

  @Test
  void anUpdateByTheNewerClassStoresItsOwnForm() {
    newer.write(
        tx ->
            tx.update(
                SECOND,
                "ann",
                old ->
                    new Second(
                        old.orElseThrow().visits() + 1,
                        "Ann",
                        List.of("friend"),
                        Optional.of("hello"),
                        7,
                        "old")));

    assertThat(newer.here.get(SECOND, "ann"))
        .contains(new Second(4, "Ann", List.of("friend"), Optional.of("hello"), 7, "old"));
    // The number fits the int of the older class, which does not know the other components.
    assertThat(older.here.get(FIRST, "ann")).contains(new First("Ann", 4, null));
  }

  @Test
  void aClassThatCannotReadWhatIsStoredIsRefusedWhenTheTableIsOpened() {
    // Also for a row that is not there, and before anything is written.
    assertRefused(() -> newer.here.get(THIRD, "nobody"));
    assertRefused(() -> newer.get(THIRD, "nobody"));
    assertRefused(() -> newer.here.read(tx -> tx.scan(THIRD, Scan.all())));
    assertRefused(() -> newer.here.<Long>read(tx -> tx.count(THIRD, Scan.all())));
    long version = newer.engine.version();
    assertRefused(() -> newer.write(tx -> tx.put(THIRD, "bob", new Third("1", "Bob"))));
    assertRefused(() -> newer.write(tx -> tx.remove(THIRD, "ann")));
    assertThat(newer.engine.version()).isEqualTo(version);
  }

  private static void assertRefused(Runnable use) {
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(use::run)
        .withMessageContainingAll("table 'people'", "component 'visits'", "int", "string");
  }

  @Test
  void anotherKeyTypeIsRefused() {
    Table<Long, First> byNumber = Table.named("people").keyedBy(Keys.longs()).holding(First.class);

    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> newer.here.get(byNumber, 1L))
        .withMessageContainingAll("table 'people'", "(string)", "(long)");
  }

  @Test
  void aTableIsDefinedOnceInAStore() {
    older.here.get(FIRST, "ann");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> older.here.get(SECOND, "ann"))
        .withMessageContainingAll("people", First.class.getName(), Second.class.getName(), "once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> older.write(tx -> tx.remove(SECOND, "ann")))
        .withMessageContainingAll("people", "once");
    // An equal definition is the same table.
    assertThat(older.here.get(table(First.class), "ann")).contains(new First("Ann", 3, "annie"));
  }

  @Test
  void aTableOfTwoDefinitionsInOneTransactionIsRefused() {
    Table<String, First> one = Table.named("fresh").keyedBy(Keys.string()).holding(First.class);
    Table<String, Second> two = Table.named("fresh").keyedBy(Keys.string()).holding(Second.class);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                older.write(
                    tx -> {
                      tx.put(one, "a", new First("A", 1, "a"));
                      tx.get(two, "a");
                    }))
        .withMessageContainingAll("fresh", "once");
    assertThat(older.here.get(one, "a")).isEmpty();
  }

  enum Mood {
    GOOD
  }

  /** The same enum in a newer program. */
  enum NewerMood {
    GOOD,
    GREAT
  }

  /** A key that this program cannot have cached must not keep its cache from catching up. */
  @Test
  void aKeyThatOnlyANewerProgramCanReadHarmsNobodyElse() {
    Table<Mood, First> moods =
        Table.named("moods").keyedBy(Keys.enumeration(Mood.class)).holding(First.class);
    Table<NewerMood, First> newerMoods =
        Table.named("moods").keyedBy(Keys.enumeration(NewerMood.class)).holding(First.class);
    older.write(tx -> tx.put(moods, Mood.GOOD, new First("one", 1, "")));
    assertThat(older.here.get(moods, Mood.GOOD)).isPresent();

    newer.write(
        tx -> {
          tx.put(newerMoods, NewerMood.GREAT, new First("two", 2, ""));
          tx.put(newerMoods, NewerMood.GOOD, new First("three", 3, ""));
        });

    assertThat(older.here.get(moods, Mood.GOOD)).contains(new First("three", 3, ""));
    assertThat(older.here.get(FIRST, "ann")).isPresent();
    assertThat(older.store.cacheStatistics().clears()).isZero();
  }
}
