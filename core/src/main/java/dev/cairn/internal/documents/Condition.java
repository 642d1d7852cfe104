package dev.cairn.internal.documents;

import dev.cairn.internal.checks.Arguments;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One condition of a filter, or several brought together: the tree that a filter is made of. */
public sealed interface Condition {

  /** Tells whether a document with this metadata meets the condition. */
  boolean matches(Map<String, Object> metadata);

  /** Is met by every document. */
  record All() implements Condition {
    @Override
    public boolean matches(Map<String, Object> metadata) {
      return true;
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  /** Compares a single value with a bound. */
  record Comparison(String name, Operator operator, Object bound) implements Condition {
    /** The ways to compare. */
    public enum Operator {
      LESS("<"),
      AT_MOST("<="),
      GREATER(">"),
      AT_LEAST(">=");

      private final String sign;

      Operator(String sign) {
        this.sign = sign;
      }
    }

    @Override
    public boolean matches(Map<String, Object> metadata) {
      return isWithin(metadata.get(name));
    }

    private boolean isWithin(@Nullable Object value) {
      if (value == null || !sameKind(value, bound)) {
        return false;
      }
      int order = compare(value, bound);
      return switch (operator) {
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }

    @Override
    public String toString() {
      return name + " " + operator.sign + " " + shown(bound);
    }
  }

  /** Is met by a single value that equals one of some. */
  record AnyOf(String name, List<Object> values) implements Condition {
    @Override
    public boolean matches(Map<String, Object> metadata) {
      Object value = metadata.get(name);
      return value != null && values.stream().anyMatch(wanted -> areEqual(value, wanted));
    }

    @Override
    public String toString() {
      return name
          + (values.size() == 1
              ? " is " + shown(values.get(0))
              : values.stream()
                  .map(Condition::shown)
                  .collect(Collectors.joining(", ", " in (", ")")));
    }
  }

  /** Is met by a list with an element, and by a string with a part. */
  record Containing(String name, Object wanted) implements Condition {
    @Override
    public boolean matches(Map<String, Object> metadata) {
      Object value = metadata.getOrDefault(name, "");
      return value instanceof List<?> list
          ? list.stream().anyMatch(element -> areEqual(element, wanted))
          : metadata.containsKey(name)
              && value instanceof String text
              && wanted instanceof String part
              && text.contains(part);
    }

    @Override
    public String toString() {
      return name + " contains " + shown(wanted);
    }
  }

  /** Is met by any value. */
  record Existing(String name) implements Condition {
    @Override
    public boolean matches(Map<String, Object> metadata) {
      return metadata.containsKey(name);
    }

    @Override
    public String toString() {
      return name + " exists";
    }
  }

  /** Is met where all of its conditions are. */
  record Both(List<Condition> conditions) implements Condition {
    public static Condition of(Condition one, Condition other) {
      return new Both(
          Stream.of(one, other)
              .flatMap(
                  each -> each instanceof Both both ? both.conditions.stream() : Stream.of(each))
              .toList());
    }

    @Override
    public boolean matches(Map<String, Object> metadata) {
      return conditions.stream().allMatch(each -> each.matches(metadata));
    }

    @Override
    public String toString() {
      return conditions.stream()
          .map(Object::toString)
          .collect(Collectors.joining(" and ", "(", ")"));
    }
  }

  /** Is met where at least one of its conditions is. */
  record Either(List<Condition> conditions) implements Condition {
    public static Condition of(Condition one, Condition other) {
      List<Condition> all = new ArrayList<>();
      for (Condition each : List.of(one, other)) {
        all.addAll(each instanceof Either either ? either.conditions : List.of(each));
      }
      return new Either(List.copyOf(all));
    }

    @Override
    public boolean matches(Map<String, Object> metadata) {
      return conditions.stream().anyMatch(each -> each.matches(metadata));
    }

    @Override
    public String toString() {
      return conditions.stream()
          .map(Object::toString)
          .collect(Collectors.joining(" or ", "(", ")"));
    }
  }

  /** Is met where its condition is not. */
  record Negated(Condition condition) implements Condition {
    @Override
    public boolean matches(Map<String, Object> metadata) {
      return !condition.matches(metadata);
    }

    @Override
    public String toString() {
      return "not (" + condition + ")";
    }
  }

  private static String shown(Object value) {
    return value instanceof String text ? Arguments.quoted(text, 40) : value.toString();
  }

  private static boolean areEqual(Object one, Object other) {
    return sameKind(one, other) && compare(one, other) == 0;
  }

  private static boolean sameKind(Object one, Object other) {
    return one instanceof Number
        ? other instanceof Number
        : !(one instanceof List<?>) && one.getClass() == other.getClass();
  }

  /** Compares two single values of one kind. */
  private static int compare(Object one, Object other) {
    if (one instanceof String text) {
      return compareCodePoints(text, (String) other);
    }
    if (one instanceof Instant time) {
      return time.compareTo((Instant) other);
    }
    if (one instanceof Boolean flag) {
      return flag.compareTo((Boolean) other);
    }
    return one instanceof Long whole && other instanceof Long otherWhole
        ? whole.compareTo(otherWhole)
        : decimal(one).compareTo(decimal(other));
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal((Double) number);
  }

  /** Compares as the bytes of UTF-8 do, in which half a pair sorts as a character of its own. */
  private static int compareCodePoints(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        // The first difference may be in the second half of a pair, whose first half is equal.
        int start = i > 0 && Character.isHighSurrogate(one.charAt(i - 1)) ? i - 1 : i;
        return Integer.compare(one.codePointAt(start), other.codePointAt(start));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
