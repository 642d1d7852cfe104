package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.reread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.record.Default;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import jdk.net.UnixDomainPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record class reads what other versions of it wrote, by component name, or refuses at once. */
class EvolutionTest {
  enum Old {
    A,
    B
  }

  enum More {
    NEW,
    B,
    A
  }

  enum Fewer {
    A
  }

  record V1(String id, List<String> tags, Old state, Point place, Map<String, Point> all) {}

  record Point(int x, int y) {}

  record Point3(long z, double y, long x) {}

  record V2(Map<String, Point3> all, String state, Point3 place, String id) {}

  record Added(
      String id,
      int number,
      Long box,
      boolean flag,
      char letter,
      String text,
      Optional<String> maybe,
      List<String> list,
      Set<String> set,
      Map<String, String> map,
      Point point,
      Old state) {}

  record Id(String id) {}

  record Bytes(byte n) {}

  record Shorts(short n) {}

  record Ints(int n) {}

  record Longs(long n) {}

  record Floats(float n) {}

  record Doubles(double n) {}

  record IntBox(Integer n) {}

  record LongBox(Long n) {}

  record MaybeLong(Optional<Long> n) {}

  record MaybeInt(Optional<Integer> n) {}

  record DefaultInt(@Default("7") int n) {}

  record IntList(List<Integer> n) {}

  record LongList(List<Long> n) {}

  record LongSet(Set<Long> n) {}

  record IntSet(Set<Integer> n) {}

  record MaybeList(List<Optional<Integer>> n) {}

  record Texts(String n) {}

  record Times(Instant n) {}

  record Olds(Old n) {}

  record Mores(More n) {}

  record Fewers(Fewer n) {}

  record PointSet(Set<Point> n) {}

  record XSet(Set<OnlyX> n) {}

  record OnlyX(int x) {}

  record BoxSet(Set<BoxX> n) {}

  record BoxX(Integer x) {}

  record PointMap(Map<Point, String> n) {}

  record XMap(Map<OnlyX, String> n) {}

  record Points(Point n) {}

  record TextPoint(String x, int y) {}

  record TextPoints(TextPoint n) {}

  record ListOfPoints(List<Point> n) {}

  record ListOfTextPoints(List<TextPoint> n) {}

  record MapOfPoints(Map<String, Point> n) {}

  record MapOfTextPoints(Map<String, TextPoint> n) {}

  @Test
  void componentsMoveAndWidenAndVanish() {
    V1 old = new V1("1", List.of("t"), Old.B, new Point(1, 2), Map.of("k", new Point(3, 4)));

    assertThat(reread(old, V2.class))
        .isEqualTo(new V2(Map.of("k", new Point3(0, 4, 3)), "B", new Point3(0, 2, 1), "1"));
    assertThat(reread(old, Id.class)).isEqualTo(new Id("1"));
  }

  @Test
  void componentsOfEveryTypeAreSkipped() {
    assertThat(
            reread(
                new Added(
                    "1",
                    2,
                    3L,
                    true,
                    'c',
                    "t",
                    Optional.of("m"),
                    Arrays.asList("l", null),
                    Set.of("s"),
                    Map.of("k", "v"),
                    new Point(1, 2),
                    null),
                Id.class))
        .isEqualTo(new Id("1"));
  }

  @Test
  void missingComponentsAreNullZeroOrEmpty() {
    assertThat(reread(new Id("1"), Added.class))
        .isEqualTo(
            new Added(
                "1",
                0,
                null,
                false,
                '\0',
                null,
                Optional.empty(),
                List.of(),
                Set.of(),
                Map.of(),
                null,
                null));
  }

  static Stream<Arguments> widenings() {
    return Stream.of(
        Arguments.of(new Bytes((byte) -5), new Shorts((short) -5)),
        Arguments.of(new Bytes((byte) -5), new Ints(-5)),
        Arguments.of(new Bytes((byte) -5), new Longs(-5)),
        Arguments.of(new Shorts((short) -5), new Ints(-5)),
        Arguments.of(new Shorts((short) -5), new Longs(-5)),
        Arguments.of(new Ints(Integer.MIN_VALUE), new Longs(Integer.MIN_VALUE)),
        Arguments.of(new Ints(Integer.MAX_VALUE), new Doubles(Integer.MAX_VALUE)),
        Arguments.of(new Shorts((short) 5), new Doubles(5)),
        Arguments.of(new Floats(1.1f), new Doubles(1.1f)),
        Arguments.of(new Ints(5), new IntBox(5)),
        Arguments.of(new IntBox(5), new Ints(5)),
        Arguments.of(new IntBox(null), new Ints(0)),
        Arguments.of(new IntBox(null), new DefaultInt(7)),
        Arguments.of(new IntBox(null), new Longs(0)),
        Arguments.of(new IntBox(null), new LongBox(null)),
        Arguments.of(new Ints(5), new LongBox(5L)),
        Arguments.of(new Ints(5), new MaybeInt(Optional.of(5))),
        Arguments.of(new Ints(5), new MaybeLong(Optional.of(5L))),
        Arguments.of(new IntBox(null), new MaybeLong(Optional.empty())),
        Arguments.of(new MaybeInt(Optional.of(5)), new Ints(5)),
        Arguments.of(new MaybeInt(Optional.empty()), new Ints(0)),
        Arguments.of(new MaybeInt(Optional.empty()), new IntBox(null)),
        Arguments.of(new MaybeInt(Optional.empty()), new DefaultInt(7)),
        Arguments.of(new IntList(Arrays.asList(1, null)), new LongList(Arrays.asList(1L, null))),
        Arguments.of(
            new IntList(Arrays.asList(1, null)),
            new MaybeList(List.of(Optional.of(1), Optional.empty()))),
        Arguments.of(new IntList(null), new LongList(null)),
        Arguments.of(new IntSet(Set.of(1, 2)), new LongSet(Set.of(1L, 2L))),
        Arguments.of(new Olds(Old.B), new Texts("B")),
        Arguments.of(new Olds(null), new Texts(null)),
        Arguments.of(new Olds(Old.B), new Mores(More.B)),
        Arguments.of(new Points(null), new TextlessPoints(null)));
  }

  record TextlessPoints(OnlyX n) {}

  @ParameterizedTest
  @MethodSource("widenings")
  void reads(Record stored, Record wanted) {
    assertThat(reread(stored, wanted.getClass())).isEqualTo(wanted);
  }

  /** Programs of the older class go on while newer ones write: what fits is read. */
  static Stream<Arguments> narrowings() {
    return Stream.of(
        Arguments.of(new Longs(Integer.MIN_VALUE), new Ints(Integer.MIN_VALUE)),
        Arguments.of(new Longs(-128), new Bytes((byte) -128)),
        Arguments.of(new Longs(Short.MAX_VALUE), new Shorts(Short.MAX_VALUE)),
        Arguments.of(new Longs(1L << 53), new Doubles(1L << 53)),
        Arguments.of(new Longs(Long.MIN_VALUE), new Floats(-0x1p63f)),
        Arguments.of(new Ints(1 << 24), new Floats(1 << 24)),
        Arguments.of(new Ints(127), new Bytes((byte) 127)),
        Arguments.of(new Shorts((short) -7), new Bytes((byte) -7)),
        Arguments.of(new Doubles(5), new Ints(5)),
        Arguments.of(new Doubles(-0x1p63), new Longs(Long.MIN_VALUE)),
        Arguments.of(new Doubles(0.5), new Floats(0.5f)),
        Arguments.of(new Doubles(-0.0), new Floats(-0.0f)),
        Arguments.of(new Doubles(Double.NaN), new Floats(Float.NaN)),
        Arguments.of(new Doubles(Double.NEGATIVE_INFINITY), new Floats(Float.NEGATIVE_INFINITY)),
        Arguments.of(new Floats(3), new Ints(3)),
        Arguments.of(new LongBox(null), new IntBox(null)),
        Arguments.of(new LongBox(5L), new Ints(5)),
        Arguments.of(new MaybeLong(Optional.of(5L)), new MaybeInt(Optional.of(5))),
        Arguments.of(new MaybeLong(Optional.empty()), new Ints(0)),
        Arguments.of(new LongList(Arrays.asList(1L, null)), new IntList(Arrays.asList(1, null))),
        Arguments.of(new LongSet(Set.of(1L, 2L)), new IntSet(Set.of(1, 2))),
        Arguments.of(new Mores(More.B), new Olds(Old.B)),
        Arguments.of(new Mores(null), new Olds(null)),
        Arguments.of(new Olds(Old.A), new Fewers(Fewer.A)),
        Arguments.of(new Texts("B"), new Olds(Old.B)),
        Arguments.of(new MoreSet(Set.of(More.A)), new OldSet(Set.of(Old.A))),
        Arguments.of(new MoreMap(Map.of(More.A, More.B)), new OldMap(Map.of(Old.A, Old.B))),
        Arguments.of(new PointSet(Set.of(new Point(1, 2))), new XSet(Set.of(new OnlyX(1)))),
        Arguments.of(
            new PointMap(Map.of(new Point(1, 2), "a", new Point(2, 2), "b")),
            new XMap(Map.of(new OnlyX(1), "a", new OnlyX(2), "b"))),
        Arguments.of(new BoxSet(Set.of(new BoxX(null))), new XSet(Set.of(new OnlyX(0)))),
        Arguments.of(
            new Wider(List.of(new Point3(0, 2, 1))), new ListOfPoints(List.of(new Point(1, 2)))));
  }

  record OldSet(Set<Old> n) {}

  record MoreSet(Set<More> n) {}

  record OldMap(Map<Old, Old> n) {}

  record MoreMap(Map<More, More> n) {}

  record Wider(List<Point3> n) {}

  @ParameterizedTest
  @MethodSource("narrowings")
  void readsWhatFits(Record stored, Record wanted) {
    assertThat(reread(stored, wanted.getClass())).isEqualTo(wanted);
  }

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

  record OldAround(String id, Id inner) {}

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
    assertThatThrownBy(() -> reread(new Id("1"), Strict.class))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "the constructor of %s refuses what was stored: java.lang.IllegalArgumentException: extra must be positive; the stored value lacks 'extra' (read as 0), 'more' (read as []): declare a @Default that the constructor takes, or let it take the value without"
                .formatted(Strict.class.getName()));
    assertThatThrownBy(() -> reread(new OldAround("1", new Id("1")), Around.class))
        .hasMessageStartingWith(
            "component 'inner': the constructor of " + Strict.class.getName() + " refuses")
        .hasMessageContaining("lacks 'extra' (read as 0)");
    assertThatThrownBy(() -> reread(new Id("1"), StrictDefault.class))
        .hasMessageContaining("the stored value lacks 'extra' (read as -1)");
  }

  @Test
  void aConstructorThatBecameStricterIsToldSo() {
    assertThatThrownBy(() -> reread(new Id("long"), Brief.class))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "the constructor of %s refuses what was stored: java.lang.IllegalArgumentException: more than 3 letters; upgrade all programs first, or let the constructor take what is stored"
                .formatted(Brief.class.getName()));
  }

  @Test
  void optionalAndWhatItHoldsAreOneSchema() {
    assertThat(RecordCodec.of(MaybeInt.class).schema())
        .isEqualTo(RecordCodec.of(IntBox.class).schema());
  }

  record Unsupported(OptionalInt n) {}

  record Holder(Object thing) {}

  record Node(String id, List<Node> children) {}

  record Left(Right right) {}

  record Right(Optional<Left> left) {}

  record Twice(Optional<Optional<String>> n) {}

  record Generic<T>(T n) {}

  record Raw(@SuppressWarnings("rawtypes") List n) {}

  @Test
  void refusesTypesThatCannotBeStored() {
    assertThatThrownBy(() -> RecordCodec.of(Holder.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record %s, component 'thing': values of type java.lang.Object cannot be stored; "
                    .formatted(Holder.class.getName())
                + "supported are primitives and their boxes, String, byte[], enums, BigDecimal,"
                + " BigInteger, UUID, URI, Instant, Duration, LocalDate, LocalTime, LocalDateTime,"
                + " OffsetDateTime, ZonedDateTime, records, and Optional, List, Set and Map of"
                + " these");
    for (Class<? extends Record> type :
        List.of(Unsupported.class, Generic.class, Raw.class, Twice.class)) {
      assertThatThrownBy(() -> RecordCodec.of(type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("component 'n'");
    }
  }

  @Test
  void refusesRecordsThatContainThemselves() {
    assertThatThrownBy(() -> RecordCodec.of(Node.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record %1$s, component 'children': a record cannot contain itself (%1$s); store the "
                    .formatted(Node.class.getName())
                + "inner one as a row and hold its key");
    assertThatThrownBy(() -> RecordCodec.of(Left.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component 'left': a record cannot contain itself");
  }

  @Test
  void saysWhichModuleDoesNotOpenARecord() {
    assertThatThrownBy(() -> RecordCodec.of(UnixDomainPrincipal.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record jdk.net.UnixDomainPrincipal cannot be accessed; add 'opens jdk.net;' to the "
                + "module-info of module jdk.net");
  }

  @Test
  void refusesTheClassRecordItself() {
    assertThatThrownBy(() -> RecordCodec.of(Record.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("java.lang.Record is not a record class");
  }
}
