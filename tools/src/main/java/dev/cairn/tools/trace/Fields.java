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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON line in an input file as typed values.
 *
 * <p>A field that is null counts as missing. Every reader throws an {@link
 * IllegalArgumentException} that names the field and shows the value.
 */
public final class Fields {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build()
          .readerFor(JsonNode.class);

  private static final int SHOWN_CHARS = 60;

  private static final double NANOS_A_SECOND = 1e9;

  private final JsonNode line;

  private Fields(JsonNode line) {
    this.line = line;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not one JSON object, or has a field twice
   */
  public static Fields of(String line) {
    return new Fields(object(line));
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

  /** Returns the name of the agent; empty if there is none or it is blank. */
  Optional<String> agent() {
    return optionalText("agent").filter(name -> !name.isBlank());
  }

  /** Returns a field that must be there. */
  public String text(String name) {
    return asText(name, required(name, "text"));
  }

  Optional<String> optionalText(String name) {
    JsonNode value = value(name);
    return value == null ? Optional.empty() : Optional.of(asText(name, value));
  }

  boolean truth(String name) {
    JsonNode value = required(name, "true or false");
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  /** Reads a number of seconds, to the nanosecond. */
  Duration seconds(String name) {
    JsonNode value = required(name, "a number");
    if (!value.isNumber()) {
      throw wrong(name, "a number", value);
    }
    double seconds = value.doubleValue();
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException(
          "%s is too large a number; the largest is about 1.8e308".formatted(name));
    }
    if (seconds < 0) {
      throw wrong(name, "zero or more", value);
    }
    return Duration.ofSeconds((long) seconds, Math.round(seconds % 1 * NANOS_A_SECOND));
  }

  /** Reads a list of texts; a missing list is empty. */
  public List<String> texts(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(name, "a list of texts", value);
    }
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw wrong(name, "a list of texts", value);
      }
      texts.add(element.textValue());
    }
    return List.copyOf(texts);
  }

  private static String asText(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(name, "text", value);
    }
    return value.textValue();
  }

  private JsonNode required(String name, String type) {
    JsonNode value = value(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing; it must be " + type);
    }
    return value;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = line.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static IllegalArgumentException wrong(String name, String type, JsonNode value) {
    String shown = value.toString();
    if (shown.length() > SHOWN_CHARS) {
      shown = shown.substring(0, SHOWN_CHARS) + "…";
    }
    return new IllegalArgumentException(name + " must be " + type + ", not " + shown);
  }
}
