package dev.cairn.spring;

import dev.cairn.documents.Metadata;
import java.net.URI;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Brings the metadata of Spring AI's documents into the kinds of values that Cairn compares. */
final class SpringMetadata {
  private SpringMetadata() {}

  static Metadata stored(Map<String, Object> metadata) {
    Map<String, Object> values = new HashMap<>(metadata);
    values.replaceAll((name, value) -> value(value));
    return Metadata.of(values);
  }

  /** Returns a value in the kind in which it is compared, or itself if there is none. */
  static Object value(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof UUID || value instanceof URI) {
      return value.toString();
    }
    if (value instanceof Date date) {
      return date.toInstant();
    }
    return value instanceof Collection<?> list
        ? list.stream().map(SpringMetadata::value).toList()
        : value;
  }
}
