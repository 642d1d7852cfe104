package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.reread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.record.Versions.Added;
import dev.cairn.internal.record.Versions.BoxSet;
import dev.cairn.internal.record.Versions.BoxX;
import dev.cairn.internal.record.Versions.Bytes;
import dev.cairn.internal.record.Versions.DefaultInt;
import dev.cairn.internal.record.Versions.Doubles;
import dev.cairn.internal.record.Versions.Fewer;
import dev.cairn.internal.record.Versions.Fewers;
import dev.cairn.internal.record.Versions.Floats;
import dev.cairn.internal.record.Versions.IntBox;
import dev.cairn.internal.record.Versions.IntList;
import dev.cairn.internal.record.Versions.IntSet;
import dev.cairn.internal.record.Versions.Ints;
import dev.cairn.internal.record.Versions.ListOfPoints;
import dev.cairn.internal.record.Versions.LongBox;
import dev.cairn.internal.record.Versions.LongList;
import dev.cairn.internal.record.Versions.LongSet;
import dev.cairn.internal.record.Versions.Longs;
import dev.cairn.internal.record.Versions.MaybeInt;
import dev.cairn.internal.record.Versions.MaybeList;
import dev.cairn.internal.record.Versions.MaybeLong;
import dev.cairn.internal.record.Versions.More;
import dev.cairn.internal.record.Versions.MoreMap;
import dev.cairn.internal.record.Versions.MoreSet;
import dev.cairn.internal.record.Versions.Mores;
import dev.cairn.internal.record.Versions.Old;
import dev.cairn.internal.record.Versions.OldMap;
import dev.cairn.internal.record.Versions.OldSet;
import dev.cairn.internal.record.Versions.Olds;
import dev.cairn.internal.record.Versions.OnlyId;
import dev.cairn.internal.record.Versions.OnlyX;
import dev.cairn.internal.record.Versions.Point;
import dev.cairn.internal.record.Versions.Point3;
import dev.cairn.internal.record.Versions.PointMap;
import dev.cairn.internal.record.Versions.PointSet;
import dev.cairn.internal.record.Versions.Points;
import dev.cairn.internal.record.Versions.Shorts;
import dev.cairn.internal.record.Versions.TextlessPoints;
import dev.cairn.internal.record.Versions.Texts;
import dev.cairn.internal.record.Versions.V1;
import dev.cairn.internal.record.Versions.V2;
import dev.cairn.internal.record.Versions.Wider;
import dev.cairn.internal.record.Versions.XMap;
import dev.cairn.internal.record.Versions.XSet;
import java.util.Arrays;
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
 * Tests that a record class reads the values that older and newer versions of it wrote, matching
 * components by name.
 */
class EvolutionTest {
  @Test
  void componentsMoveAndWidenAndVanish() {
    V1 old = new V1("1", List.of("t"), Old.B, new Point(1, 2), Map.of("k", new Point(3, 4)));

    assertThat(reread(old, V2.class))
        .isEqualTo(new V2(Map.of("k", new Point3(0, 4, 3)), "B", new Point3(0, 2, 1), "1"));
    assertThat(reread(old, OnlyId.class)).isEqualTo(new OnlyId("1"));
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
                OnlyId.class))
        .isEqualTo(new OnlyId("1"));
  }

  @Test
  void missingComponentsAreNullZeroOrEmpty() {
    assertThat(reread(new OnlyId("1"), Added.class))
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

  @ParameterizedTest
  @MethodSource("narrowings")
  void readsWhatFits(Record stored, Record wanted) {
    assertThat(reread(stored, wanted.getClass())).isEqualTo(wanted);
  }

  @Test
  void optionalAndWhatItHoldsAreOneSchema() {
    assertThat(RecordCodec.of(MaybeInt.class).schema())
        .isEqualTo(RecordCodec.of(IntBox.class).schema());
  }
}
