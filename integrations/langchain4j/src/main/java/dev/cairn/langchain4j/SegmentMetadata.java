package dev.cairn.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the metadata of LangChain4j into the kinds of values that documents have, and back. */
final class SegmentMetadata {
  private SegmentMetadata() {}

  static dev.cairn.documents.Metadata stored(Metadata metadata) {
    Map<String, Object> values = new HashMap<>(metadata.toMap());
    values.replaceAll((name, value) -> stored(value));
    return dev.cairn.documents.Metadata.of(values);
  }

  /**
   * Returns a value in the kind in which documents have it. LangChain4j compares numbers by their
   * decimal digits, so that a float 1.23 equals a double 1.23.
   */
  static Object stored(Object value) {
    if (value instanceof Float number && !number.isNaN() && !number.isInfinite()) {
      double sameDigits = Double.parseDouble(number.toString());
      return (float) sameDigits == number ? sameDigits : number;
    }
    return value instanceof UUID ? value.toString() : value;
  }

  /** Returns the names of the values that are of a class. */
  static Set<String> namesOf(@Nullable TextSegment segment, Class<?> type) {
    return segment == null
        ? Set.of()
        : segment.metadata().toMap().entrySet().stream()
            .filter(entry -> type.isInstance(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns metadata as LangChain4j has it. Kinds of values that it does not know become strings.
   *
   * @param original tells which values were of other classes; null if nothing is known
   */
  static Metadata restored(
      dev.cairn.documents.Metadata stored, @Nullable StoredEmbedding original) {
    Map<String, Object> values = new HashMap<>(stored.asMap());
    values.replaceAll((name, value) -> known(value));
    if (original != null) {
      original.integers().forEach(name -> change(values, name, Long.class, Long::intValue));
      original.floats().forEach(name -> change(values, name, Double.class, Double::floatValue));
      original.uuids().forEach(name -> change(values, name, String.class, SegmentMetadata::uuid));
    }
    return new Metadata(values);
  }

  private static Object known(Object value) {
    return value instanceof Long || value instanceof Double ? value : value.toString();
  }

  /** Another program may have put another string in its place. */
  private static Object uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static <T> void change(
      Map<String, Object> values,
      String name,
      Class<T> type,
      java.util.function.Function<? super T, ?> form) {
    values.computeIfPresent(
        name, (same, value) -> type.isInstance(value) ? form.apply(type.cast(value)) : value);
  }
}
