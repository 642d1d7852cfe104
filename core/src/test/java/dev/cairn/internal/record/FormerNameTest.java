package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.reread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.record.Default;
import dev.cairn.record.FormerName;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a renamed component is read from values that were stored under its former names. */
class FormerNameTest {
  record First(String id, String text) {}

  record Second(String id, String title) {}

  record Both(String text, String title) {}

  record Third(@FormerName({"title", "text"}) String heading, String id) {}

  @Test
  void isReadWhereTheStoredValueLacksTheNewName() {
    assertThat(reread(new First("1", "a"), Third.class)).isEqualTo(new Third("a", "1"));
    assertThat(reread(new Second("1", "b"), Third.class)).isEqualTo(new Third("b", "1"));
    assertThat(reread(new Third("c", "1"), Third.class)).isEqualTo(new Third("c", "1"));
  }

  record NewAndOld(String text, String heading) {}

  @Test
  void theNewNameCountsBeforeFormerOnesAndTheirFirstBeforeTheOthers() {
    assertThat(reread(new NewAndOld("old", "new"), Third.class)).isEqualTo(new Third("new", null));
    assertThat(reread(new NewAndOld("old", null), Third.class)).isEqualTo(new Third(null, null));
    assertThat(reread(new Both("older", "old"), Third.class)).isEqualTo(new Third("old", null));
  }

  record Narrow(int n) {}

  record Wider(@FormerName("n") @Default("7") long count) {}

  @Test
  void aRenamedComponentMayBeWidenedToo() {
    assertThat(reread(new Narrow(5), Wider.class)).isEqualTo(new Wider(5));
    assertThat(reread(new First("1", "a"), Wider.class)).isEqualTo(new Wider(7));
  }

  record Text(String n) {}

  @Test
  void whatCannotBeReadIsRefusedByTheNewName() {
    assertThatThrownBy(
            () -> RecordCodec.of(Wider.class).reader(Codecs.of(Text.class).schema(), "notes"))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageStartingWith("table 'notes', component 'count': stored as string");
  }

  record Tree(First one, List<First> list, Set<First> set, Map<First, First> map) {}

  record NewTree(
      @FormerName("one") Third only, List<Third> list, Set<Third> set, Map<Third, Third> map) {}

  @Test
  void holdsInNestedRecordsToo() {
    First old = new First("1", "a");
    Third now = new Third("a", "1");

    assertThat(reread(new Tree(old, List.of(old), Set.of(old), Map.of(old, old)), NewTree.class))
        .isEqualTo(new NewTree(now, List.of(now), Set.of(now), Map.of(now, now)));
  }

  @Test
  void whatIsWrittenHasTheNewName(@TempDir Path directory) {
    Table<String, First> first = Table.named("notes").keyedBy(Keys.string()).holding(First.class);
    Table<String, Third> third = Table.named("notes").keyedBy(Keys.string()).holding(Third.class);
    try (OpenStore older = OpenStore.in(directory);
        OpenStore newer = OpenStore.in(directory)) {
      older.write(tx -> tx.put(first, "a", new First("1", "a")));
      newer.write(tx -> tx.update(third, "a", old -> new Third(old.orElseThrow().heading(), "2")));

      assertThat(newer.here.get(third, "a")).contains(new Third("a", "2"));
      // To the older class the component is missing.
      assertThat(older.here.get(first, "a")).contains(new First("2", null));
    }
  }

  record OfAnother(String text, @FormerName("text") String title) {}

  record OfItself(@FormerName("title") String title) {}

  record Twice(@FormerName({"text", "text"}) String title) {}

  record OfTwo(@FormerName("text") String title, @FormerName("text") String body) {}

  record Empty(@FormerName("") String title) {}

  record Inside(List<OfTwo> list) {}

  @Test
  void contradictionsAreRefusedWhenTheTableIsMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.named("t").keyedBy(Keys.string()).holding(OfAnother.class))
        .withMessage(
            "record %s, component 'title': @FormerName(\"text\") is the name of a component already, now or before; name each once",
            OfAnother.class.getName());
    for (Class<? extends Record> type :
        List.of(OfItself.class, Twice.class, OfTwo.class, Empty.class, Inside.class)) {
      assertThatIllegalArgumentException()
          .as(type.getName())
          .isThrownBy(() -> RecordCodec.of(type))
          .withMessageContaining("@FormerName(");
    }
  }
}
