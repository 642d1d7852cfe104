package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.reread;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.record.Versions.BoxSet;
import dev.cairn.internal.record.Versions.BoxX;
import dev.cairn.internal.record.Versions.Bytes;
import dev.cairn.internal.record.Versions.Doubles;
import dev.cairn.internal.record.Versions.Floats;
import dev.cairn.internal.record.Versions.IntBox;
import dev.cairn.internal.record.Versions.IntList;
import dev.cairn.internal.record.Versions.IntSet;
import dev.cairn.internal.record.Versions.Ints;
import dev.cairn.internal.record.Versions.ListOfPoints;
import dev.cairn.internal.record.Versions.ListOfTextPoints;
import dev.cairn.internal.record.Versions.LongList;
import dev.cairn.internal.record.Versions.Longs;
import dev.cairn.internal.record.Versions.MapOfPoints;
import dev.cairn.internal.record.Versions.MapOfTextPoints;
import dev.cairn.internal.record.Versions.MaybeInt;
import dev.cairn.internal.record.Versions.MaybeLong;
import dev.cairn.internal.record.Versions.More;
import dev.cairn.internal.record.Versions.MoreMap;
import dev.cairn.internal.record.Versions.MoreSet;
import dev.cairn.internal.record.Versions.Mores;
import dev.cairn.internal.record.Versions.OldMap;
import dev.cairn.internal.record.Versions.OldSet;
import dev.cairn.internal.record.Versions.Olds;
import dev.cairn.internal.record.Versions.OnlyId;
import dev.cairn.internal.record.Versions.Point;
import dev.cairn.internal.record.Versions.Point3;
import dev.cairn.internal.record.Versions.PointMap;
import dev.cairn.internal.record.Versions.PointSet;
import dev.cairn.internal.record.Versions.Points;
import dev.cairn.internal.record.Versions.Shorts;
import dev.cairn.internal.record.Versions.TextPoints;
import dev.cairn.internal.record.Versions.Texts;
import dev.cairn.internal.record.Versions.Times;
import dev.cairn.internal.record.Versions.Wider;
import dev.cairn.internal.record.Versions.XMap;
import dev.cairn.internal.record.Versions.XSet;
import dev.cairn.record.Default;
import dev.cairn.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that a stored value which a record class cannot hold is refused, and that the message names
 * the component.
 */
class UnfitValueTest {
  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(new Longs(1L << 31), Ints.class, "'n': 2147483648, stored as long", "int"),
        Arguments.of(new Longs(-129), Bytes.class, "'n': -129, stored as long", "byte"),
        Arguments.of(new Ints(1 << 15), Shorts.class, "'n': 32768, stored as int", "short"),
        Arguments.of(
            new Longs((1L << 53) + 1),
            Doubles.class,
            "'n': 9007199254740993, stored as long",
            "double"),
        Arguments.of(
            new Longs(Long.MAX_VALUE),
            Doubles.class,
            "'n': 9223372036854775807, stored as long",
            "double"),
        Arguments.of(
            new Ints((1 << 24) + 1), Floats.class, "'n': 16777217, stored as int", "float"),
        Arguments.of(new Doubles(1.5), Ints.class, "'n': 1.5, stored as double", "int"),
        Arguments.of(new Doubles(-0.0), Ints.class, "'n': -0.0, stored as double", "int"),
        Arguments.of(new Doubles(Double.NaN), Longs.class, "'n': NaN, stored as double", "long"),
        Arguments.of(new Doubles(0x1p63), Longs.class, "'n': 9.2", "long"),
        Arguments.of(new Doubles(0.1), Floats.class, "'n': 0.1, stored as double", "float"),
        Arguments.of(new Doubles(1e300), Floats.class, "'n': 1.0E300, stored", "float"),
        Arguments.of(
            new MaybeLong(Optional.of(1L << 31)), MaybeInt.class, "'n': 2147483648", "int?"),
        Arguments.of(
            new LongList(List.of(1L, 1L << 31)), IntList.class, "'n[]': 2147483648", "int?"),
        Arguments.of(
            new Mores(More.NEW), Olds.class, "'n': \"NEW\", stored as enum(NEW|B|A)", "enum(A|B)"),
        Arguments.of(new Texts("C"), Olds.class, "'n': \"C\", stored as string", "enum(A|B)"),
        Arguments.of(
            new MoreSet(Set.of(More.A, More.NEW)), OldSet.class, "'n[]': \"NEW\"", "enum(A|B)"),
        Arguments.of(
            new MoreMap(Map.of(More.A, More.NEW)),
            OldMap.class,
            "'n[value]': \"NEW\"",
            "enum(A|B)"),
        Arguments.of(
            new MoreMap(Map.of(More.NEW, More.A)), OldMap.class, "'n[key]': \"NEW\"", "enum(A|B)"),
        Arguments.of(
            new Wider(List.of(new Point3(0, 0.5, 1))), ListOfPoints.class, "'n[].y': 0.5", "int"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void refusesAValueThatDoesNotFitByName(
      Record stored, Class<? extends Record> wanted, String value, String wantedType) {
    assertThatThrownBy(() -> reread(stored, wanted))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageStartingWith("component " + value)
        .hasMessageEndingWith(
            "does not fit %s; upgrade all programs first, or let the class take such values"
                .formatted(wantedType));
  }

  static Stream<Arguments> merged() {
    return Stream.of(
        Arguments.of(
            new PointSet(Set.of(new Point(1, 2), new Point(1, 3))),
            XSet.class,
            "two elements of the set, stored as set<{x:int,y:int}>",
            "set<{x:int}>"),
        Arguments.of(
            new PointMap(Map.of(new Point(1, 2), "a", new Point(1, 3), "b")),
            XMap.class,
            "two keys of the map, stored as map<{x:int,y:int},string>",
            "map<{x:int},string>"),
        Arguments.of(
            new BoxSet(Set.of(new BoxX(null), new BoxX(0))),
            XSet.class,
            "two elements of the set, stored as set<{x:int?}>",
            "set<{x:int}>"));
  }

  @ParameterizedTest
  @MethodSource("merged")
  void refusesToLoseAnElementThatAnotherOneBecomesEqualTo(
      Record stored, Class<? extends Record> wanted, String parts, String wantedType) {
    assertThatThrownBy(() -> reread(stored, wanted))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "component 'n': %s, are equal when read as %s; upgrade all programs first, or let the class take such values"
                .formatted(parts, wantedType));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Texts.class, Ints.class, "n", "string", "int"),
        Arguments.of(Ints.class, Texts.class, "n", "int", "string"),
        Arguments.of(Texts.class, Times.class, "n", "string", "instant"),
        Arguments.of(Olds.class, Ints.class, "n", "enum(A|B)", "int"),
        Arguments.of(IntBox.class, IntList.class, "n", "int?", "list<int?>"),
        Arguments.of(IntList.class, IntSet.class, "n", "list<int?>", "set<int?>"),
        Arguments.of(IntSet.class, IntList.class, "n", "set<int?>", "list<int?>"),
        Arguments.of(Points.class, Ints.class, "n", "{x:int,y:int}", "int"),
        Arguments.of(Ints.class, Points.class, "n", "int", "{x:int,y:int}"),
        Arguments.of(Points.class, TextPoints.class, "n.x", "int", "string"),
        Arguments.of(ListOfPoints.class, ListOfTextPoints.class, "n[].x", "int", "string"),
        Arguments.of(MapOfPoints.class, MapOfTextPoints.class, "n[value].x", "int", "string"),
        Arguments.of(MapOfPoints.class, PointMap.class, "n[key]", "string", "{x:int,y:int}"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesBeforeAnythingIsRead(
      Class<? extends Record> stored,
      Class<? extends Record> wanted,
      String component,
      String storedType,
      String wantedType) {
    Schema schema = RecordCodec.of(stored).schema();

    assertThatThrownBy(() -> RecordCodec.of(wanted).reader(schema, "notes"))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessage(
            "table 'notes', component '%s': stored as %s, which cannot be read as %s; give the "
                    .formatted(component, storedType, wantedType)
                + "component another name, or keep its type");
  }

  record Strict(String id, int extra, List<String> more) {
    Strict {
      if (extra <= 0) {
        throw new IllegalArgumentException("extra must be positive");
      }
    }
  }

  record Around(String id, Strict inner) {}

  record OldAround(String id, OnlyId inner) {}

  record StrictDefault(String id, @Default("-1") int extra) {
    StrictDefault {
      if (extra <= 0) {
        throw new IllegalArgumentException("extra must be positive");
      }
    }
  }

  record Brief(String id) {
    Brief {
      if (id.length() > 3) {
        throw new IllegalArgumentException("more than 3 letters");
      }
    }
  }

  /** The checksum holds, so the class is at fault and not the row. */
  @Test
  void aConstructorThatRefusesNewComponentsIsToldThatTheValueLacksThem() {
    assertThatThrownBy(() -> reread(new OnlyId("1"), Strict.class))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "the constructor of %s refuses what was stored: java.lang.IllegalArgumentException: extra must be positive; the stored value lacks 'extra' (read as 0), 'more' (read as []): declare a @Default that the constructor takes, or let it take the value without"
                .formatted(Strict.class.getName()));
    assertThatThrownBy(() -> reread(new OldAround("1", new OnlyId("1")), Around.class))
        .hasMessageStartingWith(
            "component 'inner': the constructor of " + Strict.class.getName() + " refuses")
        .hasMessageContaining("lacks 'extra' (read as 0)");
    assertThatThrownBy(() -> reread(new OnlyId("1"), StrictDefault.class))
        .hasMessageContaining("the stored value lacks 'extra' (read as -1)");
  }

  @Test
  void aConstructorThatBecameStricterIsToldSo() {
    assertThatThrownBy(() -> reread(new OnlyId("long"), Brief.class))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "the constructor of %s refuses what was stored: java.lang.IllegalArgumentException: more than 3 letters; upgrade all programs first, or let the constructor take what is stored"
                .formatted(Brief.class.getName()));
  }
}
