package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.documents.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes metadata of JSON: scalars and lists of scalars keep their types, fields of objects get
 * names such as {@code author.name}, and nulls are left out.
 */
final class MetadataReader {
  private final Map<String, Object> values = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();

  /** Adds a JSON value under a name. */
  void add(String name, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(field -> add(name + "." + field.getKey(), field.getValue()));
    } else if (value.isArray()) {
      List<Object> list = new ArrayList<>(value.size());
      value.forEach(
          element -> list.add(element.isValueNode() ? scalar(element) : element.toString()));
      put(name, list);
    } else if (!value.isNull()) {
      put(name, scalar(value));
    }
  }

  /** Adds a value of one of the types of metadata. */
  void put(String name, Object value) {
    try {
      Metadata.of(name, value);
      values.put(name, value);
    } catch (IllegalArgumentException e) {
      refused.add(name);
    }
  }

  /** Removes the value of that name, and those of the fields of an object under it. */
  void leaveOut(String name) {
    values.remove(name);
    values.keySet().removeIf(each -> each.startsWith(name + "."));
  }

  private static Object scalar(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    } else if (value.canConvertToLong() && value.isIntegralNumber()) {
      return value.longValue();
    } else if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    return value.asText();
  }

  /** Returns the values that fit. */
  Metadata metadata() {
    return Metadata.of(values);
  }

  /** Tells a sink about the values that do not fit. */
  void tell(String place, Sink sink) {
    refused.forEach(
        name ->
            sink.skip(
                place + ", " + (name.length() > 40 ? name.substring(0, 40) + "…" : name),
                "no metadata: a name has from 1 to "
                    + Metadata.MAX_NAME_BYTES
                    + " bytes and no NUL, and a number is finite"));
  }
}
