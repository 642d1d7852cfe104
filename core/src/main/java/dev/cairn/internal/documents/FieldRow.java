package dev.cairn.internal.documents;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a value of metadata, which tells its type without a class.
 *
 * @param list whether it is a list, of the values; otherwise there is one value
 */
public record FieldRow(String name, boolean list, List<Scalar> values) {

  /** A single value: all components but one are null. */
  public record Scalar(
      @Nullable String text,
      @Nullable Long whole,
      @Nullable Double number,
      @Nullable Boolean flag,
      @Nullable Instant time) {

    static Scalar of(Object value) {
      return new Scalar(
          value instanceof String text ? text : null,
          value instanceof Long whole ? whole : null,
          value instanceof Double number ? number : null,
          value instanceof Boolean flag ? flag : null,
          value instanceof Instant time ? time : null);
    }

    Object value() {
      if (text != null) {
        return text;
      }
      if (whole != null) {
        return whole;
      }
      if (number != null) {
        return number;
      }
      return flag != null ? flag : time != null ? time : "";
    }
  }

  public static List<FieldRow> of(Map<String, Object> values) {
    return values.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue())).toList();
  }

  private static FieldRow of(String name, Object value) {
    return value instanceof List<?> list
        ? new FieldRow(name, true, list.stream().map(each -> Scalar.of((Object) each)).toList())
        : new FieldRow(name, false, List.of(Scalar.of(value)));
  }

  public static Map<String, Object> values(List<FieldRow> fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (FieldRow field : fields) {
      List<Object> scalars = field.values.stream().map(Scalar::value).toList();
      values.put(field.name, field.list ? scalars : scalars.get(0));
    }
    return values;
  }
}
