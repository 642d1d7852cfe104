package dev.cairn.documents;

import static dev.cairn.documents.Filter.not;
import static dev.cairn.documents.Filter.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.survival.Effort;
import dev.cairn.testing.NewStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that filters find in the store the documents that they match one by one, whatever the types
 * of values; and that what a filter cannot compare is refused.
 */
class FilterTest extends NewStore {
  private static final String LONG = "long ".repeat(40);

  /** Values at the edges of their kinds: neighbours in order, equal ones of different classes. */
  private static final List<Object> VALUES =
      List.of(
          "",
          "a",
          "a\0",
          "ab",
          "b",
          "ä",
          "漢",
          "\ud83d\ude00",
          "\ud83d",
          "\uffff",
          LONG,
          LONG + "a",
          LONG + "b",
          LONG.substring(0, 120),
          LONG.substring(0, 119),
          0,
          1,
          -1,
          1.0,
          1.5,
          -1.5,
          1L << 53,
          (1L << 53) + 1,
          9.007199254740992E15,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MIN_VALUE,
          0x1p63,
          1e300,
          -1e300,
          Double.MIN_VALUE,
          true,
          false,
          Instant.EPOCH,
          Instant.EPOCH.minusNanos(1),
          Instant.MAX,
          Instant.MIN);

  private static final List<String> NAMES = List.of("a", "b", "ab", "a b", "漢");

  private final Random random = new Random(Effort.seed());

  @Test
  void aFilterFindsWhatItMatches() {
    Documents documents = cairn.memory().documents();
    Map<String, Metadata> model = new TreeMap<>();
    for (int round = 0; round < Effort.of(8, 200); round++) {
      change(documents, model);
      for (int i = 0; i < 40; i++) {
        Filter filter = filter(3);
        List<String> expected =
            model.keySet().stream().filter(id -> filter.matches(model.get(id))).toList();
        assertThat(documents.list(filter, 1_000))
            .as("%s", filter)
            .extracting(Document::id)
            .containsExactlyElementsOf(expected);
        assertThat(documents.count(filter)).as("%s", filter).isEqualTo(expected.size());
        assertThat(
                documents.search("word", 1_000, filter).stream()
                    .map(hit -> hit.document().id())
                    .collect(Collectors.toSet()))
            .as("%s", filter)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private void change(Documents documents, Map<String, Metadata> model) {
    List<NewDocument> added = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      String id = "d" + random.nextInt(60);
      Metadata metadata = metadata();
      String text = "word. ".repeat(random.nextInt(3) == 0 ? 500 : 1) + random.nextInt(2);
      added.add(NewDocument.of(id, text).withMetadata(metadata));
      model.put(id, metadata);
    }
    documents.addAll(added);
    Filter gone = where("a").is(any(VALUES)).and(where("b").exists());
    documents.deleteWhere(gone);
    model.values().removeIf(gone::matches);
    String deleted = "d" + random.nextInt(60);
    assertThat(documents.delete(deleted)).isEqualTo(model.remove(deleted) != null);
  }

  private Metadata metadata() {
    Metadata metadata = Metadata.none();
    for (String name : NAMES) {
      int kind = random.nextInt(4);
      if (kind == 0) {
        metadata = metadata.with(name, any(VALUES));
      } else if (kind == 1) {
        metadata =
            metadata.with(
                name, IntStream.range(0, random.nextInt(3)).mapToObj(i -> any(VALUES)).toList());
      }
    }
    return metadata;
  }

  private Filter filter(int depth) {
    Filter.Field field = where(any(NAMES));
    Object value = any(VALUES);
    return switch (random.nextInt(depth == 0 ? 10 : 14)) {
      case 0 -> field.is(value);
      case 1 -> field.isNot(value);
      case 2 -> field.lessThan(value);
      case 3 -> field.atMost(value);
      case 4 -> field.greaterThan(value);
      case 5 -> field.atLeast(value);
      case 6 -> field.in(value, any(VALUES));
      case 7 -> field.notIn(List.of(value, any(VALUES)));
      case 8 -> field.contains(value);
      case 9 -> field.exists();
      case 10, 11 -> filter(depth - 1).and(filter(depth - 1));
      case 12 -> filter(depth - 1).or(filter(depth - 1));
      default -> not(filter(depth - 1));
    };
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @Test
  void whatNoDocumentHasMatchesNothingButItsNegation() {
    Documents documents = cairn.memory().documents();
    documents.addOrReplace("a", "text", Metadata.of("type", "x"));

    assertThat(documents.count(where("none").is("x"))).isZero();
    assertThat(documents.count(where("none").exists())).isZero();
    assertThat(documents.count(where("none").in())).isZero();
    assertThat(documents.count(where("none").isNot("x"))).isEqualTo(1);
    assertThat(documents.count(not(where("none").lessThan(1)))).isEqualTo(1);
  }

  @Test
  void valuesOfOtherTypesAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.of("price", Double.NaN))
        .withMessageContaining("price")
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.of("owner", new Object()))
        .withMessageContaining("owner")
        .withMessageContaining("java.lang.Object");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.of("nested", List.of(List.of("a"))))
        .withMessageContaining("nested");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> where("a").is(List.of("x")))
        .withMessageContaining("'a'");
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of(" ", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of("a\0b", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> where("n".repeat(101)));
  }

  @Test
  void aFilterSaysWhatItSelects() {
    Filter filter = where("type").is("doc").and(where("n").atLeast(3)).or(not(where("x").exists()));

    assertThat(filter).hasToString("((type is 'doc' and n >= 3) or not (x exists))");
    assertThat(filter)
        .isEqualTo(where("type").is("doc").and(where("n").atLeast(3)).or(not(where("x").exists())));
  }
}
