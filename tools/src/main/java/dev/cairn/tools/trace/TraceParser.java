package dev.cairn.tools.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.tools.text.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Parses a line of a trace into its operation.
 *
 * <p>Unknown fields are ignored. An unknown operation is refused: its effect would be missing in
 * the store.
 */
public final class TraceParser {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
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

  private final DryRun dryRun = new DryRun();

  /**
   * Returns the operation of {@code line}.
   *
   * @throws IllegalArgumentException if it is none, or the library refuses its arguments
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
    dryRun.check(op);
    return op;
  }

  private static JsonNode object(String line) {
    JsonNode node;
    boolean more;
    try (JsonParser in = JSON.createParser(line)) {
      try {
        node = JSON.readTree(in);
      } catch (MismatchedInputException e) {
        throw new IllegalArgumentException(
            "field '%s' is there twice".formatted(in.currentName()), e);
      }
      more = in.nextToken() != null;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + JsonProblem.of(e, line), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a String does not fail to be read
    }
    if (node.isArray()) {
      throw new IllegalArgumentException(
          "a list, not one object a line; convert the file, as with jq -c '.[]'");
    } else if (!node.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    } else if (more) {
      throw new IllegalArgumentException(
          line.strip().indexOf('\r') < 0
              ? "more follows the object; write one object a line, as jq -c . does"
              : "lines end in a carriage return alone; convert the file, as with tr '\\r' '\\n'");
    }
    return node;
  }
}
