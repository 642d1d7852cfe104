package dev.cairn.tools.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes the operation of one line, or refuses the line.
 *
 * <p>Unknown fields are ignored. An unknown operation is not: what it did would be missing in the
 * store.
 */
public final class TraceParser {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

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

  private final Rules rules = new Rules();

  /**
   * Returns what {@code line} says.
   *
   * @throws IllegalArgumentException if it is no operation that the library would take; says why
   */
  public Op parse(String line) {
    Fields fields = new Fields(object(line));
    String name = fields.text("op");
    Function<Fields, Op> maker = OPS.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "unknown op '" + name + "'; known are " + String.join(", ", OPS.keySet()));
    }
    Op op = maker.apply(fields);
    rules.check(op);
    return op;
  }

  private static JsonNode object(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON: " + firstClause(e.getOriginalMessage()) + columnOf(e), e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    return node;
  }

  /** What follows in a message of Jackson's is about its own settings. */
  private static String firstClause(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("(: enable| \\((start marker|code)) .*", "");
  }

  private static String columnOf(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
  }
}
