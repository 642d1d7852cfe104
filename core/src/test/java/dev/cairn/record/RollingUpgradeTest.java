package dev.cairn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.stored.Reindexing;
import dev.cairn.internal.stored.Reindexing.Repair;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an older program goes on while a newer one changes the record class. The older program
 * reads every row that fits its class, and refuses the others by name.
 */
class RollingUpgradeTest {
  enum Mood {
    CALM,
    ANGRY
  }

  enum NewerMood {
    HUNGRY,
    CALM,
    ANGRY
  }

  record Cat(String name, int lives, Mood mood) {}

  record NewerCat(long lives, NewerMood mood, String name, int age) {}

  private static final Index<Cat, Mood> BY_MOOD =
      Index.one("by-mood", Keys.enumeration(Mood.class), Cat::mood);
  private static final Index<NewerCat, NewerMood> NEWER_BY_MOOD =
      Index.one("by-mood", Keys.enumeration(NewerMood.class), NewerCat::mood);

  private static final Table<String, Cat> CATS =
      Table.named("cats").keyedBy(Keys.string()).holding(Cat.class).indexedBy(BY_MOOD);
  private static final Table<String, NewerCat> NEWER_CATS =
      Table.named("cats").keyedBy(Keys.string()).holding(NewerCat.class).indexedBy(NEWER_BY_MOOD);

  private static final NewerCat HUNGRY = new NewerCat(1, NewerMood.HUNGRY, "h", 1);
  private static final NewerCat IMMORTAL = new NewerCat(1L << 40, NewerMood.CALM, "i", 2);

  private Path directory;
  private OpenStore older;
  private OpenStore newer;

  @BeforeEach
  void open(@TempDir Path fresh) {
    directory = fresh;
    older = OpenStore.in(directory);
    newer = OpenStore.in(directory);
    older.write(tx -> tx.put(CATS, "mine", new Cat("m", 7, Mood.CALM)));
    newer.write(
        tx -> {
          tx.put(NEWER_CATS, "fits", new NewerCat(9, NewerMood.ANGRY, "f", 3));
          tx.put(NEWER_CATS, "hungry", HUNGRY);
          tx.put(NEWER_CATS, "immortal", IMMORTAL);
        });
  }

  @AfterEach
  void close() {
    older.close();
    newer.close();
  }

  private static void assertUnfit(String key, String problem, ThrowingCallable use) {
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(use)
        .withMessageStartingWith("table 'cats', key (1, \"\", \"%s\"): %s", key, problem)
        .withMessageContaining("upgrade all programs first")
        .satisfies(e -> assertThat(e.table()).contains("cats"))
        .satisfies(e -> assertThat(e.key()).hasValueSatisfying(k -> assertThat(k).contains(key)))
        .satisfies(e -> assertThat(e.problem()).startsWith(problem));
  }

  private static void assertHungryUnfit(ThrowingCallable use) {
    assertUnfit("hungry", "component 'mood': \"HUNGRY\", stored as enum(HUNGRY|CALM|ANGRY)", use);
  }

  private static void assertImmortalUnfit(ThrowingCallable use) {
    assertUnfit("immortal", "component 'lives': 1099511627776, stored as long", use);
  }

  @Test
  void theRunningOlderProgramReadsWhatFits() {
    readsWhatFits(older);
  }

  @Test
  void anOlderProgramThatStartsAgainReadsWhatFits() {
    try (OpenStore again = OpenStore.in(directory)) {
      readsWhatFits(again);
    }
  }

  private static void readsWhatFits(OpenStore store) {
    for (int i = 0; i < 2; i++) { // from the store, and from the cache
      assertThat(store.here.get(CATS, "mine")).contains(new Cat("m", 7, Mood.CALM));
      assertThat(store.here.get(CATS, "fits")).contains(new Cat("f", 9, Mood.ANGRY));
      assertHungryUnfit(() -> store.here.get(CATS, "hungry"));
      assertImmortalUnfit(() -> store.here.get(CATS, "immortal"));
    }
  }

  @Test
  void aRowThatTheCacheHoldsIsRefusedOnceANewerProgramHasChangedIt() {
    assertThat(older.here.get(CATS, "mine")).isPresent();

    newer.write(tx -> tx.put(NEWER_CATS, "mine", IMMORTAL));

    assertUnfit("mine", "component 'lives': 1099511627776", () -> older.here.get(CATS, "mine"));
    newer.write(tx -> tx.put(NEWER_CATS, "mine", new NewerCat(6, NewerMood.CALM, "m", 0)));
    assertThat(older.here.get(CATS, "mine")).contains(new Cat("m", 6, Mood.CALM));
  }

  /** Without the row a scan would pass for complete. */
  @Test
  void aScanThrowsAtTheRowThatDoesNotFitAndCanGoOnBehindIt() {
    List<String> seen = new ArrayList<>();
    assertHungryUnfit(
        () ->
            older.here.<String>read(
                tx -> {
                  Iterator<Row<String, Cat>> rows = tx.scan(CATS, Scan.all()).iterator();
                  while (rows.hasNext()) {
                    seen.add(rows.next().key());
                  }
                  return "";
                }));
    assertThat(seen).containsExactly("fits");
    assertThat(older.here.<Long>read(tx -> tx.count(CATS, Scan.all()))).isEqualTo(4);
    assertThat(
            older.here.<List<String>>read(
                tx -> tx.scan(CATS, Scan.all().from("j")).map(Row::key).toList()))
        .containsExactly("mine");
  }

  @Test
  void anIndexFindsWhatFitsAndItsScanThrowsAtTheRest() {
    assertThat(
            older.here.<List<String>>read(
                tx -> tx.scan(CATS, BY_MOOD, Scan.prefix(Mood.ANGRY)).map(Row::key).toList()))
        .containsExactly("fits");
    assertImmortalUnfit(
        () -> older.here.read(tx -> tx.scan(CATS, BY_MOOD, Scan.prefix(Mood.CALM)).toList()));
    assertHungryUnfit(
        () ->
            older.here.read(
                tx -> tx.scan(CATS, BY_MOOD, Scan.all().descending()).limit(1).toList()));
  }

  @Test
  void anUpdateChangesWhatFitsAndFailsWhereItWouldLoseAValue() {
    older.write(tx -> tx.update(CATS, "fits", old -> new Cat("g", 8, old.orElseThrow().mood())));
    assertHungryUnfit(
        () -> older.write(tx -> tx.update(CATS, "hungry", old -> new Cat("x", 1, Mood.CALM))));
    assertImmortalUnfit(
        () -> older.write(tx -> tx.update(CATS, "immortal", old -> new Cat("x", 1, Mood.CALM))));

    assertThat(newer.here.get(NEWER_CATS, "hungry")).contains(HUNGRY);
    assertThat(newer.here.get(NEWER_CATS, "immortal")).contains(IMMORTAL);
    // The older class does not know the age, and so cannot keep it.
    assertThat(newer.here.get(NEWER_CATS, "fits"))
        .contains(new NewerCat(8, NewerMood.ANGRY, "g", 0));
  }

  @Test
  void aRowThatDoesNotFitCanBeReplacedAndDeletedWithItsIndexEntries() {
    older.write(
        tx -> {
          tx.put(CATS, "immortal", new Cat("n", 1, Mood.ANGRY));
          assertThat(tx.remove(CATS, "hungry")).isTrue();
        });

    assertThat(
            newer.here.<List<String>>read(
                tx -> tx.scan(NEWER_CATS, NEWER_BY_MOOD, Scan.all()).map(Row::key).toList()))
        .containsExactly("fits", "immortal", "mine");
    assertThat(newer.here.<Long>read(tx -> tx.count(NEWER_CATS, NEWER_BY_MOOD, Scan.all())))
        .isEqualTo(3);
  }

  @Test
  void aRepairByAnOlderProgramLeavesTheEntriesOfRowsThatDoNotFit() {
    Repair repair = repaired(CATS);

    assertThat(repair).isEqualTo(new Repair(4, 0, 0, 2));
    assertThat(newer.here.<Long>read(tx -> tx.count(NEWER_CATS, NEWER_BY_MOOD, Scan.all())))
        .isEqualTo(4);
  }

  private Repair repaired(Table<?, ?> table) {
    return older.engine.write(
        batch -> Reindexing.of(batch, table, looked -> {}), OpenStore.TIMEOUT);
  }

  /** Its entries cannot be made, and an index without them would pass for a whole one. */
  @Test
  void aNewIndexIsNotBuiltOverARowThatDoesNotFit() {
    Index<Cat, String> byName = Index.one("by-name", Keys.string(), Cat::name);
    Table<String, Cat> named =
        Table.named("cats").keyedBy(Keys.string()).holding(Cat.class).indexedBy(BY_MOOD, byName);
    try (OpenStore other = OpenStore.in(directory)) {
      assertHungryUnfit(() -> other.write(tx -> tx.put(named, "new", new Cat("x", 1, Mood.CALM))));
      assertThat(newer.here.get(NEWER_CATS, "new")).isEmpty();
    }
  }

  record Key(String house, Mood mood) {}

  record NewerKey(String house, NewerMood mood) {}

  record Room(String name) {}

  private static final Index<Room, String> BY_NAME =
      Index.one("by-name", Keys.string(), Room::name);

  private static final Table<Key, Room> ROOMS =
      Table.named("rooms").keyedBy(Keys.record(Key.class)).holding(Room.class).indexedBy(BY_NAME);
  private static final Table<NewerKey, Room> NEWER_ROOMS =
      Table.named("rooms")
          .keyedBy(Keys.record(NewerKey.class))
          .holding(Room.class)
          .indexedBy(BY_NAME);

  record Page(String about) {}

  record NewerPage(@FormerName("about") String topic) {}

  private static final Table<String, Page> PAGES =
      Table.named("pages")
          .keyedBy(Keys.string())
          .holding(Page.class)
          .indexedBy(Index.one("by-topic", Keys.string(), Page::about));
  private static final Index<NewerPage, String> BY_TOPIC =
      Index.one("by-topic", Keys.string(), NewerPage::topic);
  private static final Table<String, NewerPage> NEWER_PAGES =
      Table.named("pages").keyedBy(Keys.string()).holding(NewerPage.class).indexedBy(BY_TOPIC);

  /** Read here, the renamed component is absent; its index entries are not. */
  @Test
  void anOlderProgramThatReplacesOrRemovesARowLeavesNoIndexEntryOfARenamedComponentBehind() {
    older.write(tx -> tx.put(PAGES, "old", new Page("prices")));
    newer.write(
        tx -> {
          tx.put(NEWER_PAGES, "replaced", new NewerPage("shipping"));
          tx.put(NEWER_PAGES, "removed", new NewerPage("returns"));
          tx.put(NEWER_PAGES, "kept", new NewerPage("terms"));
        });
    assertThat(older.get(PAGES, "replaced")).contains(new Page(null));

    assertThat(repaired(PAGES)).isEqualTo(new Repair(4, 0, 0, 3));
    older.write(
        tx -> {
          tx.put(PAGES, "replaced", new Page("delivery"));
          tx.remove(PAGES, "removed");
        });

    assertThat(
            newer.here.<List<String>>read(
                tx ->
                    tx.scan(NEWER_PAGES, BY_TOPIC, Scan.all())
                        .map(row -> row.value().topic())
                        .toList()))
        .containsExactly("delivery", "prices", "terms");
  }

  /** A key with a constant that only the newer program has is no damage either. */
  @Test
  void aKeyThatDoesNotFitIsRefusedByName() {
    newer.write(
        tx -> {
          tx.put(NEWER_ROOMS, new NewerKey("a", NewerMood.CALM), new Room("first"));
          tx.put(NEWER_ROOMS, new NewerKey("b", NewerMood.HUNGRY), new Room("second"));
        });

    assertThat(older.here.get(ROOMS, new Key("a", Mood.CALM))).contains(new Room("first"));
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> older.here.read(tx -> tx.scan(ROOMS, Scan.all()).toList()),
            () -> older.here.read(tx -> tx.scan(ROOMS, BY_NAME, Scan.all()).toList()))) {
      assertThatExceptionOfType(IncompatibleRecordException.class)
          .isThrownBy(use)
          .withMessageContainingAll(
              "table 'rooms'",
              "\"b\", \"HUNGRY\"",
              Mood.class.getName() + " has no constant \"HUNGRY\"; upgrade all programs first");
    }
    assertThat(repaired(ROOMS)).isEqualTo(new Repair(2, 0, 0, 1));
    assertThat(newer.here.<Long>read(tx -> tx.count(NEWER_ROOMS, BY_NAME, Scan.all())))
        .isEqualTo(2);
  }

  record Strict(String name, int lives, Mood mood, int weight) {
    Strict {
      if (weight <= 0) {
        throw new IllegalArgumentException("weight must be positive");
      }
    }
  }

  /** The advice is to declare a default, and not to delete a sound row. */
  @Test
  void aNewComponentWithoutDefaultThatTheConstructorRefusesIsNoDamage() {
    Table<String, Strict> strict = Table.named("cats").keyedBy(Keys.string()).holding(Strict.class);
    try (OpenStore other = OpenStore.in(directory)) {
      assertThatExceptionOfType(IncompatibleRecordException.class)
          .isThrownBy(() -> other.here.get(strict, "mine"))
          .withMessageContainingAll(
              "table 'cats', key (1, \"\", \"mine\"): the constructor of",
              "weight must be positive",
              "lacks 'weight' (read as 0)",
              "@Default")
          .withMessageNotContaining("delete")
          .withCauseInstanceOf(IllegalArgumentException.class);
    }
  }
}
