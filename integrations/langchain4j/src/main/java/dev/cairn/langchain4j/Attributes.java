package dev.cairn.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts the attributes of a message to JSON, so that equal attributes give equal texts. */
final class Attributes {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private Attributes() {}

  /**
   * Returns attributes as a JSON object.
   *
   * @throws IllegalArgumentException if a value has no form in JSON
   */
  static String write(Map<String, Object> attributes) {
    try {
      return JSON.writeValueAsString(attributes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "cannot store the attributes %s of a message, whose values must have a form in JSON"
              .formatted(attributes.keySet()),
          e);
    }
  }

  /** Returns the attributes of a JSON object, to be changed; none if the text is no such object. */
  static Map<String, Object> read(String json) {
    if (json.isEmpty()) {
      return new LinkedHashMap<>();
    }
    try {
      return JSON.readValue(json, MAP);
    } catch (JsonProcessingException e) {
      return new LinkedHashMap<>(); // another program's metadata
    }
  }
}
