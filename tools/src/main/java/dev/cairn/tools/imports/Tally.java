package dev.cairn.tools.imports;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what an import added, changed and left as it was, by kinds such as "sites". */
public final class Tally {
  /**
   * The counts of one kind.
   *
   * @param added the number of those that the memory had not
   * @param changed the number of those that the memory had with another text
   * @param known the number of those that the memory had
   */
  public record Count(long added, long changed, long known) {}

  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** Counts some of a kind that the memory had not, and some that it had. */
  void count(String kind, long added, long known) {
    count(kind, new Count(added, 0, known));
  }

  /** Counts one of a kind. */
  void count(String kind, boolean added) {
    count(kind, added ? 1 : 0, added ? 0 : 1);
  }

  void count(String kind, Count more) {
    counts.merge(
        kind,
        more,
        (a, b) ->
            new Count(a.added() + b.added(), a.changed() + b.changed(), a.known() + b.known()));
  }

  /** Returns the counts by their kinds, in the order in which the kinds were first counted. */
  public Map<String, Count> counts() {
    return counts;
  }
}
