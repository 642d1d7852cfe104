package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.record.ScalarsTest.Blob;
import dev.cairn.internal.record.ScalarsTest.Numbers;
import dev.cairn.internal.record.ScalarsTest.Outcome;
import dev.cairn.internal.record.ScalarsTest.Texts;
import dev.cairn.internal.record.ScalarsTest.Times;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests that records with collections, optionals and nulls are equal after encoding and decoding.
 */
class RecordCodecTest {
  record Boxes(Boolean bool, Byte b, Short s, Character c, Integer i, Long l, Float f, Double d) {}

  record Point(int x, Integer y) {}

  record Nested(Point place, Optional<Point> next, List<Point> path, Map<Point, Set<Point>> near) {}

  record Lists(
      List<String> list,
      Set<Long> set,
      Map<String, Instant> map,
      List<List<Integer>> lists,
      Map<String, List<Outcome>> mapOfLists,
      List<Optional<String>> optionals,
      Map<String, Optional<Integer>> optionalValues) {}

  record Maybe(Optional<String> text, Optional<Integer> number, Optional<List<String>> list) {}

  record Empty() {}

  record HoldsEmpty(Empty empty, List<Empty> many) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  record Raw(int value) {}

  @Test
  void nulls() {
    assertThat(roundTrip(new Boxes(null, null, null, null, null, null, null, null)))
        .isEqualTo(new Boxes(null, null, null, null, null, null, null, null));
    assertThat(roundTrip(new Boxes(true, null, (short) 3, null, 5, null, 7f, null)))
        .isEqualTo(new Boxes(true, null, (short) 3, null, 5, null, 7f, null));
    assertThat(roundTrip(new Texts(null, null, null, null)))
        .isEqualTo(new Texts(null, null, null, null));
    assertThat(roundTrip(new Times(null, null, null, null, null, null, null)))
        .isEqualTo(new Times(null, null, null, null, null, null, null));
    assertThat(roundTrip(new Numbers(null, null))).isEqualTo(new Numbers(null, null));
    assertThat(roundTrip(new Blob(null)).bytes()).isNull();
  }

  @Test
  void nullElementsOfListsAndValuesOfMaps() {
    Map<String, Instant> map = new HashMap<>();
    map.put("none", null);
    map.put("some", Instant.MAX);
    Lists record =
        new Lists(
            Arrays.asList(null, "a", null),
            null,
            map,
            Arrays.asList(null, List.of(), Arrays.asList(1, null)),
            Map.of("k", List.of(Outcome.FAILURE, Outcome.SUCCESS)),
            List.of(Optional.empty(), Optional.of("x")),
            Map.of("a", Optional.empty(), "b", Optional.of(5)));

    assertThat(roundTrip(record)).isEqualTo(record);
  }

  @Test
  void optionals() {
    Maybe none = new Maybe(Optional.empty(), Optional.empty(), Optional.empty());
    Maybe some = new Maybe(Optional.of(""), Optional.of(0), Optional.of(List.of()));

    assertThat(roundTrip(none)).isEqualTo(none);
    assertThat(roundTrip(some)).isEqualTo(some);
  }

  @Test
  void nestedRecords() {
    Point a = new Point(1, null);
    Point b = new Point(-1, 2);
    Nested full =
        new Nested(a, Optional.of(b), List.of(a, b), Map.of(a, Set.of(b, a), b, Set.of()));
    Nested empty = new Nested(null, Optional.empty(), List.of(), Map.of());

    assertThat(roundTrip(full)).isEqualTo(full);
    assertThat(roundTrip(empty)).isEqualTo(empty);
  }

  @Test
  void recordsWithoutComponents() {
    HoldsEmpty record = new HoldsEmpty(new Empty(), Collections.nCopies(20, new Empty()));

    assertThat(roundTrip(new Empty())).isEqualTo(new Empty());
    assertThat(roundTrip(record)).isEqualTo(record);
  }

  /** They take no bytes: a value of a few could ask for any amount of memory. */
  @Test
  void recordsWithoutComponentsAreFew() {
    HoldsEmpty most = new HoldsEmpty(null, Collections.nCopies(63, new Empty()));
    HoldsEmpty more = new HoldsEmpty(null, Collections.nCopies(64, new Empty()));

    assertThat(roundTrip(most)).isEqualTo(most);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> roundTrip(more))
        .withMessageContaining("a list of 64 records without components");
  }

  @Test
  void manyComponentsWithNullsInEveryPlace() {
    for (int bits = 0; bits < 256; bits++) {
      Boxes record =
          new Boxes(
              (bits & 1) == 0 ? null : true,
              (bits & 2) == 0 ? null : (byte) 2,
              (bits & 4) == 0 ? null : (short) 3,
              (bits & 8) == 0 ? null : '4',
              (bits & 16) == 0 ? null : 5,
              (bits & 32) == 0 ? null : 6L,
              (bits & 64) == 0 ? null : 7f,
              (bits & 128) == 0 ? null : 8d);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

  @Test
  void collectionsAreUnmodifiableAndListsAreNotCopiedAgain() {
    Lists read =
        roundTrip(
            new Lists(
                List.of("a", "b", "c"),
                Set.of(1L),
                Map.of("k", Instant.EPOCH),
                List.of(),
                Map.of(),
                List.of(),
                Map.of()));

    assertThat(List.copyOf(read.list())).isSameAs(read.list());
    assertThatThrownBy(() -> read.list().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.set().add(2L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.map().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void hugeCollections() {
    List<String> list = new Random(2).ints(100_000).mapToObj(Integer::toString).toList();
    Set<Long> set = Set.copyOf(new Random(3).longs(50_000).boxed().toList());
    Lists record = new Lists(list, set, Map.of(), List.of(), Map.of(), List.of(), Map.of());

    assertThat(roundTrip(record)).isEqualTo(record);
  }

  @Test
  void schemaNamesComponentsAndTypesButNoClass() {
    assertThat(RecordCodec.of(Nested.class).schema())
        .hasToString(
            "{place:{x:int,y:int?},next:{x:int,y:int?},path:list<{x:int,y:int?}>,"
                + "near:map<{x:int,y:int?},set<{x:int,y:int?}>>}");
    assertThat(RecordCodec.of(Texts.class).schema())
        .hasToString("{text:string,uri:uri,uuid:uuid,outcome:enum(SUCCESS|FAILURE)}");
    assertThat(RecordCodec.of(Times.class).schema())
        .hasToString(
            "{instant:instant,duration:duration,date:date,time:time,dateTime:datetime,"
                + "offset:offset-datetime,zoned:zoned-datetime}");
    assertThat(RecordCodec.of(Maybe.class).schema())
        .hasToString("{text:string,number:int?,list:list<string>}");
  }

  @Test
  void aRecordThatItsConstructorRefusesIsUnfitAndNotMalformed() {
    assertThatThrownBy(() -> Codecs.reread(new Raw(-3), Positive.class))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageStartingWith(
            "the constructor of %s refuses what was stored: %s;"
                .formatted(
                    Positive.class.getName(),
                    "java.lang.IllegalArgumentException: not positive: -3"));
  }

  @Test
  @SuppressWarnings("NullOptional")
  void refusesNullsThatHaveNoStoredForm() {
    Maybe nullOptional = new Maybe(null, Optional.empty(), Optional.empty());
    Set<Long> nullElement = new java.util.HashSet<>();
    nullElement.add(null);
    Map<String, Instant> nullKey = new HashMap<>();
    nullKey.put(null, Instant.EPOCH);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> roundTrip(nullOptional))
        .withMessage(
            "record %s, component 'text': the Optional is null; use Optional.empty()"
                .formatted(Maybe.class.getName()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> roundTrip(new Lists(null, nullElement, null, null, null, null, null)))
        .withMessageContaining("component 'set': a set that is stored has no nulls: [null]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> roundTrip(new Lists(null, null, nullKey, null, null, null, null)))
        .withMessageContaining("component 'map': a map that is stored has no null key");
  }
}
