package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.NewStore;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that a cached query which found a row, table or index missing is computed again once it
 * exists. That is so even if the query caught an exception because of it.
 */
class QueryOfWhatIsMissingTest extends NewStore {
  record Note(String text) {}

  private static final Index<Note, String> BY_TEXT = Index.one("text", Keys.string(), Note::text);

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Table<String, Note> INDEXED =
      Table.named("indexed").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TEXT);

  private static final AtomicInteger COMPUTED = new AtomicInteger();

  private Memory memory;

  @BeforeEach
  void fill() {
    memory = cairn.memory();
    memory.put(INDEXED, "1", new Note("x"));
    memory.put(NOTES, "a", new Note("a1"));
    COMPUTED.set(0);
  }

  record ByText(String text) implements Query<Memory, List<String>> {
    @Override
    public List<String> answer(Memory memory) {
      return memory.scan(INDEXED, BY_TEXT, Scan.prefix(text)).map(Row::key).toList();
    }
  }

  /** Answers a default where the query inside throws. */
  record OrDefault(String site) implements Query<Memory, String> {
    record Required(String site) implements Query<Memory, String> {
      @Override
      public String answer(Memory memory) {
        return memory.get(NOTES, site).orElseThrow().text();
      }
    }

    @Override
    public String answer(Memory memory) {
      try {
        return memory.query(new Required(site));
      } catch (NoSuchElementException e) {
        return "a default";
      }
    }
  }

  @Test
  void aQueryInsideAnotherThatThrowsIsPartOfItToo() {
    assertThat(memory.query(new OrDefault("d"))).isEqualTo("a default");

    memory.put(NOTES, "d", new Note("d1"));

    assertThat(memory.query(new OrDefault("d"))).isEqualTo("d1");
  }

  @Test
  void anIndexThatIsRepairedIsReadAgain() {
    assertThat(memory.query(new ByText("x"))).containsExactly("1");
    Set<String> forgotten = cairn.maintenance().forgetIndexes("indexed");
    assertThat(forgotten).isNotEmpty();
    assertThat(memory.query(new OrEmpty("x"))).isEmpty(); // the index is not there

    memory.put(INDEXED, "3", new Note("z")); // builds it

    assertThat(memory.query(new OrEmpty("x"))).containsExactly("1");
    assertThat(memory.query(new ByText("x"))).containsExactly("1");
  }

  /** Answers nothing where an index is missing. */
  record OrEmpty(String text) implements Query<Memory, List<String>> {
    @Override
    public List<String> answer(Memory memory) {
      try {
        return new ByText(text).answer(memory);
      } catch (StorageException e) {
        return List.of();
      }
    }
  }

  @Test
  void anAnswerThatNotedThatATableIsMissingIsKept() {
    Table<String, Note> later = Table.named("later").keyedBy(Keys.string()).holding(Note.class);
    Table<String, Note> other = Table.named("other").keyedBy(Keys.string()).holding(Note.class);
    record CountOf(Table<String, Note> table) implements Query<Memory, Long> {
      @Override
      public Long answer(Memory memory) {
        COMPUTED.incrementAndGet();
        return memory.count(table, Scan.all());
      }
    }
    assertThat(memory.query(new CountOf(later))).isZero();
    memory.put(NOTES, "a", new Note("changed"));
    assertThat(memory.query(new CountOf(later))).isZero();
    assertThat(COMPUTED).hasValue(1);

    memory.put(other, "1", new Note("x")); // could have been the missing one
    assertThat(memory.query(new CountOf(later))).isZero();
    assertThat(COMPUTED).hasValue(2);
    memory.put(later, "1", new Note("x"));

    assertThat(memory.query(new CountOf(later))).isEqualTo(1);
  }

  @Test
  void answersOfTheRepositoriesFollowTheirRows() {
    String url = "https://example.com";
    assertThat(memory.sites().promptContext(url)).isEmpty();
    memory.sites().cacheSelector(url, "search", "#q");
    assertThat(memory.sites().promptContext(url)).contains("#q");
    memory.sites().cacheSelector(url, "search", "#other");
    assertThat(memory.sites().promptContext(url)).contains("#other");
    assertThat(memory.sites().selectors(url)).hasSize(1);
    assertThat(memory.sites().count()).isEqualTo(1);
    memory.sites().remove(url);
    assertThat(memory.sites().promptContext(url)).isEmpty();
    assertThat(memory.sites().count()).isZero();
  }
}
