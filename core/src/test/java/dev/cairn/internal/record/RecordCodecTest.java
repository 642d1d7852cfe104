package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.key.RandomKeys;
import dev.cairn.internal.key.UnfitValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written reads back equal. */
class RecordCodecTest {
  enum Outcome {
    SUCCESS,
    FAILURE {
      @Override
      boolean bad() {
        return true;
      }
    };

    boolean bad() {
      return false;
    }
  }

  record Primitives(boolean bool, byte b, short s, char c, int i, long l, float f, double d) {}

  record Boxes(Boolean bool, Byte b, Short s, Character c, Integer i, Long l, Float f, Double d) {}

  record Texts(String text, URI uri, UUID uuid, Outcome outcome) {}

  record Numbers(BigDecimal decimal, BigInteger integer) {}

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Blob(byte[] bytes) {}

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

  private record Hidden(String text) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  record Raw(int value) {}

  @Test
  void primitives() {
    for (Primitives record :
        List.of(
            new Primitives(false, (byte) 0, (short) 0, '\0', 0, 0, 0, 0),
            new Primitives(true, (byte) -128, (short) -32768, 'é', -1, -1, -0f, -0d),
            new Primitives(
                true,
                (byte) 127,
                (short) 32767,
                '\uFFFF',
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Float.MAX_VALUE,
                Double.MAX_VALUE),
            new Primitives(
                true,
                (byte) 1,
                (short) 1,
                '\uD800',
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Float.NaN,
                Double.NaN))) {
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

  @Test
  void numbersOfEveryMagnitude() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      long n = RandomKeys.number(random);
      Primitives record =
          new Primitives(
              n > 0,
              (byte) n,
              (short) n,
              (char) n,
              (int) n,
              n,
              (float) n,
              Double.longBitsToDouble(random.nextLong()));
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

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
  void textsOfEveryUnicodePlane() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 89) {
      all.appendCodePoint(c);
      String text = Character.toString(c);
      if (c % 7 == 0) {
        assertThat(roundTrip(new Hidden(text)).text()).isEqualTo(text);
      }
    }
    assertThat(roundTrip(new Hidden(all.toString())).text()).isEqualTo(all.toString());
    assertThat(roundTrip(new Hidden("a\uD83D")).text()).isEqualTo("a\uD83D");
  }

  @Test
  void textsOfEveryLength() {
    for (int length = 0; length < 600; length++) {
      String ascii = "x".repeat(length);
      String wide = "é".repeat(length);
      assertThat(roundTrip(new Hidden(ascii)).text()).isEqualTo(ascii);
      assertThat(roundTrip(new Hidden(wide)).text()).isEqualTo(wide);
    }
    String huge = "0123456789é".repeat(500_000);
    assertThat(roundTrip(new Hidden(huge)).text()).isEqualTo(huge);
  }

  @Test
  void byteStrings() {
    byte[] huge = new byte[3_000_000];
    new Random(1).nextBytes(huge);

    assertThat(roundTrip(new Blob(huge)).bytes()).isEqualTo(huge);
    assertThat(roundTrip(new Blob(new byte[0])).bytes()).isEmpty();
  }

  @Test
  void otherScalars() {
    Texts texts =
        new Texts("", URI.create("https://é.example/a?b#c"), new UUID(-1, 1), Outcome.FAILURE);

    assertThat(roundTrip(texts)).isEqualTo(texts);
  }

  @Test
  void bigNumbers() {
    Random random = new Random(9);
    for (int i = 0; i < 5_000; i++) {
      BigInteger integer = new BigInteger(random.nextInt(300), random);
      integer = random.nextBoolean() ? integer : integer.negate();
      BigDecimal decimal = new BigDecimal(integer, random.nextInt(2_000) - 1_000);
      Numbers record = new Numbers(decimal, integer);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
    for (int scale : new int[] {Integer.MIN_VALUE, 0, 1, Integer.MAX_VALUE}) {
      Numbers record = new Numbers(new BigDecimal(BigInteger.TEN, scale), BigInteger.ZERO);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

  @Test
  void timesToTheirLimits() {
    Times least =
        new Times(
            Instant.MIN,
            Duration.ofSeconds(Long.MIN_VALUE),
            LocalDate.MIN,
            LocalTime.MIN,
            LocalDateTime.MIN,
            OffsetDateTime.MIN,
            ZonedDateTime.of(LocalDateTime.of(-5, 1, 1, 0, 0), ZoneOffset.MAX));
    Times greatest =
        new Times(
            Instant.MAX,
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            LocalDate.MAX,
            LocalTime.MAX,
            LocalDateTime.MAX,
            OffsetDateTime.MAX,
            ZonedDateTime.of(LocalDateTime.of(2026, 1, 1, 0, 0), ZoneId.of("Asia/Kathmandu")));
    Instant now = Instant.ofEpochSecond(-1, 1);
    Times other =
        new Times(
            now,
            Duration.ofNanos(-1),
            LocalDate.EPOCH,
            LocalTime.of(23, 59),
            LocalDateTime.of(2024, 2, 29, 12, 30, 15),
            now.atOffset(ZoneOffset.of("+05:30:10")),
            now.atZone(ZoneId.of("UTC+01:00")));

    for (Times times : List.of(least, greatest, other)) {
      assertThat(roundTrip(times)).isEqualTo(times);
      // A dump writes them as text.
      assertThat(ScalarType.INSTANT.parse(times.instant().toString())).isEqualTo(times.instant());
      assertThat(ScalarType.DURATION.parse(times.duration().toString()))
          .isEqualTo(times.duration());
      assertThat(ScalarType.DATE.parse(times.date().toString())).isEqualTo(times.date());
      assertThat(ScalarType.TIME.parse(times.time().toString())).isEqualTo(times.time());
      assertThat(ScalarType.DATETIME.parse(times.dateTime().toString()))
          .isEqualTo(times.dateTime());
      assertThat(ScalarType.OFFSET_DATETIME.parse(times.offset().toString()))
          .isEqualTo(times.offset());
      assertThat(ScalarType.ZONED_DATETIME.parse(times.zoned().toString()))
          .isEqualTo(times.zoned());
    }
  }

  @Test
  void bothTimesOfTheHourThatAClockChangeRepeats() {
    ZonedDateTime summer =
        ZonedDateTime.ofLocal(
            LocalDateTime.of(2025, 10, 26, 2, 30),
            ZoneId.of("Europe/Berlin"),
            ZoneOffset.ofHours(2));
    for (ZonedDateTime time : List.of(summer, summer.plusHours(1))) {
      Times record = new Times(null, null, null, null, null, null, time);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
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
