package dev.cairn.tools.mcp.form;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Converts values without parts, such as texts, numbers, enum constants and times, to JSON and
 * back.
 *
 * <p>A duration is a number of seconds, an instant its ISO 8601 text, and a constant of an enum its
 * name in lower case.
 *
 * @param noun what a value is
 * @param keywords the JSON schema
 * @param reader makes the Java value of JSON; empty if it does not fit
 * @param writer makes the JSON of the Java value
 */
record ScalarForm(
    String noun,
    Map<String, Object> keywords,
    Function<Object, Optional<?>> reader,
    Function<Object, Object> writer)
    implements Form {
  private static final int SHOWN_CHARS = 40;
  private static final double NANOS = 1e9;

  private static final Form TEXT =
      new ScalarForm(
          "a text",
          Map.of("type", "string"),
          json -> json instanceof String ? Optional.of(json) : Optional.empty(),
          value -> value);

  private static final Form FLAG =
      new ScalarForm(
          "true or false",
          Map.of("type", "boolean"),
          json -> json instanceof Boolean ? Optional.of(json) : Optional.empty(),
          value -> value);

  private static final Form INT =
      new ScalarForm(
          "a whole number of at most nine digits",
          Map.of("type", "integer"),
          json -> whole(json).filter(each -> each == each.intValue()).map(Long::intValue),
          value -> value);

  private static final Form LONG =
      new ScalarForm(
          "a whole number", Map.of("type", "integer"), ScalarForm::whole, value -> value);

  private static final Form NUMBER =
      new ScalarForm(
          "a number",
          Map.of("type", "number"),
          json ->
              json instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty(),
          value -> value);

  private static final Form SECONDS =
      new ScalarForm(
          "a number of seconds",
          Map.of("type", "number", "description", "in seconds"),
          json ->
              json instanceof Number number
                  ? Optional.of(Duration.ofNanos(Math.round(number.doubleValue() * NANOS)))
                  : Optional.empty(),
          value -> ((Duration) value).toNanos() / NANOS);

  private static final Form TIME =
      new ScalarForm(
          "a time such as 2026-01-31T12:00:00Z",
          Map.of("type", "string", "format", "date-time"),
          ScalarForm::time,
          Object::toString);

  /**
   * Returns the form of a class.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Form of(Class<?> type) {
    if (type == String.class) {
      return TEXT;
    } else if (type == boolean.class || type == Boolean.class) {
      return FLAG;
    } else if (type == int.class || type == Integer.class) {
      return INT;
    } else if (type == long.class || type == Long.class) {
      return LONG;
    } else if (type == double.class || type == Double.class) {
      return NUMBER;
    } else if (type == Duration.class) {
      return SECONDS;
    } else if (type == Instant.class) {
      return TIME;
    } else if (type.isEnum()) {
      return constants(type);
    }
    throw new IllegalArgumentException("no form for " + type);
  }

  private static Form constants(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(word(constant), constant);
    }
    List<String> words = List.copyOf(constants.keySet());
    return new ScalarForm(
        "one of " + String.join(", ", words),
        Map.of("type", "string", "enum", words),
        json -> Optional.ofNullable(constants.get(json)),
        ScalarForm::word);
  }

  private static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Long> whole(Object json) {
    if (json instanceof Integer || json instanceof Long) {
      return Optional.of(((Number) json).longValue());
    }
    // JSON has one kind of number: 5.0 is 5.
    return json instanceof Double number
            && number == Math.rint(number)
            && Math.abs(number) < 1L << 53
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  private static Optional<Instant> time(Object json) {
    try {
      return json instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Map<String, Object> schema(boolean closed) {
    return new LinkedHashMap<>(keywords);
  }

  @Override
  public Object read(String path, Object json) {
    Optional<?> value = reader.apply(json);
    if (value.isEmpty()) {
      throw unfit(path, this, json);
    }
    return value.get();
  }

  @Override
  public Object write(Object value) {
    return writer.apply(value);
  }

  /** Returns the exception for JSON that is of another form. */
  static BadArgumentException unfit(String path, Form form, Object json) {
    return new BadArgumentException(path + " must be " + form.noun() + ", not " + shown(json));
  }

  private static String shown(Object json) {
    if (json instanceof Map) {
      return "an object";
    } else if (json instanceof List) {
      return "an array";
    }
    String text = json.toString();
    if (text.length() > SHOWN_CHARS) {
      boolean cutsPair = Character.isHighSurrogate(text.charAt(SHOWN_CHARS - 1));
      text = text.substring(0, cutsPair ? SHOWN_CHARS - 1 : SHOWN_CHARS) + "…";
    }
    return json instanceof String ? "'" + text + "'" : text;
  }
}
