package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.maintenance.ProgressListener;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.NewStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a cached query is computed again when data that it has read change, and only then. */
class QueryTest extends NewStore {
  record Place(String site, String purpose) {}

  record Note(String text) {}

  private static final Index<Note, String> BY_TEXT = Index.one("text", Keys.string(), Note::text);

  private static final Table<Place, Note> NOTES =
      Table.named("notes").keyedBy(Keys.record(Place.class)).holding(Note.class);

  private static final Table<String, Note> INDEXED =
      Table.named("indexed").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TEXT);

  private static final AtomicInteger COMPUTED = new AtomicInteger();

  private Memory memory;

  @BeforeEach
  void fill() {
    memory = cairn.memory();
    memory.write(
        m -> {
          for (String site : List.of("a", "b", "c")) {
            for (String purpose : List.of("1", "2", "3")) {
              m.put(NOTES, new Place(site, purpose), new Note(site + purpose));
            }
          }
          m.put(INDEXED, "1", new Note("x"));
        });
    COMPUTED.set(0);
  }

  /** A query that counts how often it is computed. */
  interface Counted<R> extends Query<Memory, R> {
    @Override
    default R answer(Memory memory) {
      COMPUTED.incrementAndGet();
      return compute(memory);
    }

    R compute(Memory memory);
  }

  record NotesOf(String site) implements Counted<List<String>> {
    @Override
    public List<String> compute(Memory memory) {
      return memory.scan(NOTES, Scan.prefix(site)).map(row -> row.value().text()).toList();
    }
  }

  record OneNote(String site, String purpose) implements Counted<Optional<Note>> {
    @Override
    public Optional<Note> compute(Memory memory) {
      return memory.get(NOTES, new Place(site, purpose));
    }
  }

  record First(String site, int limit, boolean last) implements Counted<List<String>> {
    @Override
    public List<String> compute(Memory memory) {
      Scan scan = Scan.prefix(site).limit(limit);
      return memory
          .scan(NOTES, last ? scan.descending() : scan)
          .map(row -> row.value().text())
          .toList();
    }
  }

  record Between(String site, String from, String before) implements Counted<Long> {
    @Override
    public Long compute(Memory memory) {
      return memory.count(NOTES, Scan.prefix(site).from(from).before(before));
    }
  }

  record FirstFrom(String site) implements Counted<String> {
    @Override
    public String compute(Memory memory) {
      return memory
          .scan(NOTES, Scan.all().from(site))
          .findFirst()
          .map(row -> row.value().text())
          .orElse("");
    }
  }

  record ByText(String text) implements Counted<List<String>> {
    @Override
    public List<String> compute(Memory memory) {
      return memory.scan(INDEXED, BY_TEXT, Scan.prefix(text)).map(Row::key).toList();
    }
  }

  record Outer(String site) implements Counted<Integer> {
    @Override
    public Integer compute(Memory memory) {
      return memory.query(new NotesOf(site)).size();
    }
  }

  record Everything() implements Counted<Long> {
    @Override
    public Long compute(Memory memory) {
      return memory.version();
    }
  }

  private int computedBy(Runnable calls) {
    int before = COMPUTED.get();
    calls.run();
    return COMPUTED.get() - before;
  }

  @Test
  void anAnswerIsRememberedUntilSomethingThatWasReadHasChanged() {
    assertThat(memory.query(new NotesOf("a"))).containsExactly("a1", "a2", "a3");
    assertThat(computedBy(() -> memory.query(new NotesOf("a")))).isZero();

    memory.put(NOTES, new Place("a", "2"), new Note("changed"));

    assertThat(memory.query(new NotesOf("a"))).containsExactly("a1", "changed", "a3");
    assertThat(computedBy(() -> memory.query(new NotesOf("a")))).isZero();
  }

  @Test
  void aRangeGainsAndLosesRowsAtEitherEnd() {
    for (String purpose : List.of("0", "9")) {
      memory.query(new NotesOf("b"));
      memory.put(NOTES, new Place("b", purpose), new Note("new"));
      assertThat(memory.query(new NotesOf("b"))).contains("new").hasSize(4);

      memory.remove(NOTES, new Place("b", purpose));
      assertThat(memory.query(new NotesOf("b"))).containsExactly("b1", "b2", "b3");
    }
  }

  @Test
  void aChangeElsewhereComputesNothingAgain() {
    memory.query(new NotesOf("a"));
    memory.query(new OneNote("a", "1"));

    memory.put(NOTES, new Place("b", "1"), new Note("changed"));
    memory.sites().recordVisit("https://example.com", Duration.ofSeconds(1));
    cairn.memory("other").put(NOTES, new Place("a", "1"), new Note("changed"));
    memory.put(NOTES, new Place("a", "1"), new Note("a1")); // as it is

    assertThat(computedBy(() -> memory.query(new NotesOf("a")))).isZero();
    assertThat(computedBy(() -> memory.query(new OneNote("a", "1")))).isZero();
  }

  @Test
  void absenceIsRememberedToo() {
    assertThat(memory.query(new NotesOf("d"))).isEmpty();
    assertThat(memory.query(new OneNote("d", "1"))).isEmpty();
    assertThat(computedBy(() -> memory.query(new NotesOf("d")))).isZero();
    assertThat(computedBy(() -> memory.query(new OneNote("d", "1")))).isZero();

    memory.put(NOTES, new Place("d", "1"), new Note("d1"));

    assertThat(memory.query(new NotesOf("d"))).containsExactly("d1");
    assertThat(memory.query(new OneNote("d", "1"))).contains(new Note("d1"));
  }

  @Test
  void aScanWithALimitDependsOnWhatItWalked() {
    assertThat(memory.query(new FirstFrom("a"))).isEqualTo("a1");
    memory.put(NOTES, new Place("c", "1"), new Note("changed"));
    assertThat(computedBy(() -> memory.query(new FirstFrom("a")))).isZero();

    memory.put(NOTES, new Place("a", "0"), new Note("before all"));
    assertThat(memory.query(new FirstFrom("a"))).isEqualTo("before all");

    assertThat(memory.query(new FirstFrom("A"))).isEqualTo("before all");
    memory.put(NOTES, new Place("A", "0"), new Note("still before"));
    assertThat(memory.query(new FirstFrom("A"))).isEqualTo("still before");
  }

  @ParameterizedTest
  @MethodSource("limits")
  void aScanWithALimitSeesWhatComesInBeforeItsEnd(boolean last, String purpose) {
    memory.query(new First("a", 2, last));

    memory.put(NOTES, new Place("a", purpose), new Note("new"));

    assertThat(memory.query(new First("a", 2, last))).contains("new");
  }

  private static Stream<Object[]> limits() {
    return Stream.of(
        new Object[] {false, "0"},
        new Object[] {false, "1"},
        new Object[] {false, "15"},
        new Object[] {false, "2"},
        new Object[] {true, "4"},
        new Object[] {true, "3"},
        new Object[] {true, "25"},
        new Object[] {true, "2"});
  }

  @Test
  void boundsAndCountsAreFollowed() {
    assertThat(memory.query(new Between("a", "1", "3"))).isEqualTo(2);

    memory.put(NOTES, new Place("a", "25"), new Note("new"));
    assertThat(memory.query(new Between("a", "1", "3"))).isEqualTo(3);

    memory.remove(NOTES, new Place("a", "1"));
    assertThat(memory.query(new Between("a", "1", "3"))).isEqualTo(2);
  }

  @Test
  void anIndexIsFollowed() {
    assertThat(memory.query(new ByText("x"))).containsExactly("1");
    assertThat(computedBy(() -> memory.query(new ByText("x")))).isZero();

    memory.put(INDEXED, "2", new Note("x"));
    assertThat(memory.query(new ByText("x"))).containsExactly("1", "2");

    memory.put(INDEXED, "1", new Note("y"));
    assertThat(memory.query(new ByText("x"))).containsExactly("2");

    memory.remove(INDEXED, "2");
    assertThat(memory.query(new ByText("x"))).isEmpty();
  }

  @Test
  void aTableThatIsMadeLaterIsSeen() {
    Table<String, Note> later = Table.named("later").keyedBy(Keys.string()).holding(Note.class);
    record CountLater(Table<String, Note> table) implements Query<Memory, Long> {
      @Override
      public Long answer(Memory memory) {
        return memory.count(table, Scan.all()) + memory.get(table, "1").map(n -> 10).orElse(0);
      }
    }
    assertThat(memory.query(new CountLater(later))).isZero();

    memory.put(later, "1", new Note("x"));

    assertThat(memory.query(new CountLater(later))).isEqualTo(11);
  }

  @Test
  void aQueryInsideAnotherIsPartOfIt() {
    assertThat(memory.query(new NotesOf("a"))).hasSize(3);
    assertThat(memory.query(new Outer("a"))).isEqualTo(3);
    assertThat(computedBy(() -> memory.query(new Outer("a")))).isZero();

    memory.put(NOTES, new Place("a", "4"), new Note("a4"));

    assertThat(memory.query(new Outer("a"))).isEqualTo(4);
    assertThat(computedBy(() -> memory.query(new NotesOf("a")))).isZero(); // known from inside
  }

  @Test
  void aReadSeesTheAnswersOfItsMoment() {
    memory.query(new NotesOf("a"));
    memory.read(
        before -> {
          memory.put(NOTES, new Place("a", "4"), new Note("a4"));
          assertThat(memory.query(new NotesOf("a"))).hasSize(4);
          assertThat(before.query(new NotesOf("a"))).hasSize(3);
          return "";
        });
    assertThat(memory.query(new NotesOf("a"))).hasSize(4);
    assertThat(computedBy(() -> memory.read(m -> m.query(new NotesOf("a"))))).isZero();
  }

  @Test
  void aWriteSeesItsOwnChangesAndRemembersNothing() {
    memory.query(new NotesOf("a"));
    assertThatThrownBy(
            () ->
                memory.write(
                    m -> {
                      m.put(NOTES, new Place("a", "4"), new Note("a4"));
                      assertThat(m.query(new NotesOf("a"))).hasSize(4);
                      throw new IllegalStateException("never mind");
                    }))
        .hasMessage("never mind");

    assertThat(memory.query(new NotesOf("a"))).hasSize(3);
  }

  @Test
  void anAnswerThatDependsOnTheVersionIsOfTheLastOne() {
    long first = memory.query(new Everything());
    assertThat(computedBy(() -> memory.query(new Everything()))).isZero();

    memory.put(NOTES, new Place("z", "1"), new Note("z"));

    assertThat(memory.query(new Everything())).isEqualTo(first + 1);
  }

  @Test
  void aNamespaceThatIsDroppedIsEmpty() {
    memory.query(new NotesOf("a"));

    Map<String, Long> dropped = cairn.maintenance().dropNamespace("", ProgressListener.none());
    assertThat(dropped).containsEntry("notes", 9L);

    assertThat(memory.query(new NotesOf("a"))).isEmpty();
  }

  @Test
  void namespacesHaveAnswersOfTheirOwn() {
    assertThat(memory.query(new NotesOf("a"))).hasSize(3);
    assertThat(cairn.memory("other").query(new NotesOf("a"))).isEmpty();
  }

  @Test
  void manyRowsAreCoveredByTheirTables() {
    record Many(int rows) implements Query<Memory, Long> {
      @Override
      public Long answer(Memory memory) {
        long found = 0;
        for (int i = 0; i < rows; i++) {
          found += memory.get(NOTES, new Place("m", "" + i)).isPresent() ? 1 : 0;
        }
        return found + memory.query(new NotesOf("a")).size();
      }
    }
    for (int rows : new int[] {100, 300, 5_000}) {
      memory.remove(NOTES, new Place("m", "" + (rows - 1)));
      assertThat(memory.query(new Many(rows))).isEqualTo(3);

      memory.put(NOTES, new Place("m", "" + (rows - 1)), new Note("m"));

      assertThat(memory.query(new Many(rows))).isEqualTo(4);
      memory.remove(NOTES, new Place("m", "" + (rows - 1)));
    }
  }
}
