package dev.cairn.tools.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.tools.text.JsonProblem;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of another program, whose fields are found under any of several names; it remembers
 * which fields nobody asked for.
 */
final class LooseObject {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode object;
  private final Set<String> unread = new LinkedHashSet<>();

  LooseObject(JsonNode object) {
    this.object = object;
    object.fieldNames().forEachRemaining(unread::add);
  }

  /**
   * Reads the only JSON value of a file.
   *
   * @param name the name of the file in messages
   * @throws BadLineException if a line is not JSON
   * @throws IllegalArgumentException if the file has no value, or several
   */
  static JsonNode only(String name, String text) throws IOException, BadLineException {
    try (JsonParser in = JSON.createParser(text)) {
      JsonNode node = JSON.readTree(in);
      if (node == null || node.isMissingNode()) {
        throw new IllegalArgumentException(name + " is empty");
      }
      if (in.nextToken() != null) {
        throw new IllegalArgumentException(
            name + " has more than one JSON value; import it --as jsonl");
      }
      return node;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      String bad = text.lines().skip(line - 1L).findFirst().orElse("");
      throw new BadLineException(
          name, line, new IllegalArgumentException("not JSON: " + JsonProblem.of(e, bad), e));
    }
  }

  /** Reads a JSON value in a text; a missing node if the text is none. */
  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  /** Returns the first of the fields that is there and not null. */
  @Nullable JsonNode value(String... names) {
    JsonNode found = null;
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value != null && unread.remove(name) && !value.isNull() && found == null) {
        found = value;
      }
    }
    return found;
  }

  /** Returns a text; a number or a truth value as JSON writes it. */
  Optional<String> text(String... names) {
    JsonNode value = value(names);
    return value == null || !value.isValueNode()
        ? Optional.empty()
        : Optional.of(value.asText()).filter(text -> !text.isBlank());
  }

  /** Returns a whole number that is not negative; 0 if there is none. */
  long count(String... names) {
    JsonNode value = value(names);
    return value == null ? 0 : Math.max(0, value.asLong());
  }

  /** Returns a number of seconds, if there is one that is not negative. */
  Optional<Duration> seconds(String... names) {
    JsonNode value = value(names);
    double seconds = value == null ? Double.NaN : value.asDouble(Double.NaN);
    return seconds >= 0 && seconds < 1e12
        ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
        : Optional.empty();
  }

  Optional<Instant> time(String... names) {
    return text(names).flatMap(Times::read);
  }

  /** Returns the elements of a list as texts, objects as JSON; a text alone is a list of one. */
  List<String> texts(String... names) {
    JsonNode value = value(names);
    return value == null ? List.of() : texts(value);
  }

  static List<String> texts(JsonNode value) {
    if (!value.isArray()) {
      return List.of(asText(value));
    }
    List<String> texts = new ArrayList<>(value.size());
    value.forEach(element -> texts.add(asText(element)));
    return texts;
  }

  private static String asText(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** Returns the fields that nobody has asked for. */
  Set<String> unread() {
    return unread;
  }
}
