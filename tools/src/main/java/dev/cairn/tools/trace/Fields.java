package dev.cairn.tools.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one line of a trace as typed values.
 *
 * <p>A field that is null counts as missing. Every reader throws an {@link
 * IllegalArgumentException} that names the field and shows the value.
 */
final class Fields {
  private static final int SHOWN_CHARS = 60;

  private static final double NANOS_A_SECOND = 1e9;

  private final JsonNode line;

  Fields(JsonNode line) {
    this.line = line;
  }

  /** Returns the name of the agent; empty if there is none or it is blank. */
  Optional<String> agent() {
    return optionalText("agent").filter(name -> !name.isBlank());
  }

  String text(String name) {
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
      throw wrong(name, "a finite number", value);
    }
    if (seconds < 0) {
      throw wrong(name, "zero or more", value);
    }
    return Duration.ofSeconds((long) seconds, Math.round(seconds % 1 * NANOS_A_SECOND));
  }

  /** Reads a list of texts; a missing list is empty. */
  List<String> texts(String name) {
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
