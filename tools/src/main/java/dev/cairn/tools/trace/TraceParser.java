package dev.cairn.tools.trace;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Parses one line of a trace, which is a recording of agents' writes, into an operation.
 *
 * <p>Unknown fields are ignored. An unknown operation is refused: its effect would be missing in
 * the store.
 */
public final class TraceParser {
  private static final Map<String, Function<Fields, Op>> OPS =
      new TreeMap<>(
          Map.of(
              "visit", Visit::of,
              "selector", SelectorFound::of,
              "selector-outcome", SelectorTried::of,
              "quirk", QuirkSeen::of,
              "pattern", PatternFollowed::of,
              "skill", SkillLearned::of,
              "skill-outcome", SkillUsed::of,
              "episode", EpisodeEnded::of));

  private final DryRun dryRun = new DryRun();

  /**
   * Returns the operation of {@code line}.
   *
   * @throws IllegalArgumentException if it is none, or the library refuses its arguments
   */
  public Op parse(String line) {
    Fields fields = Fields.of(line);
    String name = fields.text("op");
    Function<Fields, Op> maker = OPS.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "unknown op '" + name + "'; known are " + String.join(", ", OPS.keySet()));
    }
    Op op = maker.apply(fields);
    dryRun.check(op);
    return op;
  }
}
