package dev.cairn.internal.record;

import dev.cairn.record.Default;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Record classes for tests that stand for older and newer versions of each other. */
final class Versions {
  private Versions() {}

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

  record OnlyId(String id) {}

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

  record TextlessPoints(OnlyX n) {}

  record OldSet(Set<Old> n) {}

  record MoreSet(Set<More> n) {}

  record OldMap(Map<Old, Old> n) {}

  record MoreMap(Map<More, More> n) {}

  record Wider(List<Point3> n) {}
}
