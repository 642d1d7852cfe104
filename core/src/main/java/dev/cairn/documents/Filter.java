package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.documents.Condition;
import dev.cairn.internal.documents.Condition.All;
import dev.cairn.internal.documents.Condition.AnyOf;
import dev.cairn.internal.documents.Condition.Both;
import dev.cairn.internal.documents.Condition.Comparison;
import dev.cairn.internal.documents.Condition.Comparison.Operator;
import dev.cairn.internal.documents.Condition.Containing;
import dev.cairn.internal.documents.Condition.Either;
import dev.cairn.internal.documents.Condition.Existing;
import dev.cairn.internal.documents.Condition.Negated;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects documents by their {@link Metadata}. Immutable; two filters are equal if they say the
 * same in the same order.
 *
 * <pre>{@code
 * where("type").is("invoice").and(where("total").atLeast(100)).and(not(where("tags").contains("paid")))
 * }</pre>
 *
 * <p>Values are compared with values of their own kind: strings with strings by their code points,
 * numbers with numbers by their values whatever their classes, false before true, and times with
 * times. A value of another kind, and one that is missing, matches no comparison but the negated
 * ones ({@code isNot}, {@code notIn}, {@code not}). A list matches {@code contains} and {@code
 * exists} only.
 */
public final class Filter {
  private static final Filter ALL = new Filter(new All());

  private final Condition condition;

  private Filter(Condition condition) {
    this.condition = condition;
  }

  /** Returns the filter that every document matches. */
  public static Filter all() {
    return ALL;
  }

  /**
   * Begins a filter on one value.
   *
   * @param name the name of the value
   * @throws IllegalArgumentException if the name is blank, or longer than a name of metadata may be
   */
  public static Field where(String name) {
    return new Field(Metadata.requireName(name));
  }

  /** Returns the filter that matches whatever {@code filter} does not. */
  public static Filter not(Filter filter) {
    return new Filter(new Negated(Arguments.notNull("filter", filter).condition));
  }

  /** Returns the filter that matches whatever both match. */
  public Filter and(Filter other) {
    return new Filter(Both.of(condition, Arguments.notNull("other", other).condition));
  }

  /** Returns the filter that matches whatever at least one of the two matches. */
  public Filter or(Filter other) {
    return new Filter(Either.of(condition, Arguments.notNull("other", other).condition));
  }

  /** Tells whether a document with this metadata matches. */
  public boolean matches(Metadata metadata) {
    return condition.matches(Arguments.notNull("metadata", metadata).asMap());
  }

  Condition condition() {
    return condition;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Filter that && condition.equals(that.condition);
  }

  @Override
  public int hashCode() {
    return condition.hashCode();
  }

  @Override
  public String toString() {
    return condition.toString();
  }

  /**
   * A filter so far: the name of the value that it looks at.
   *
   * <p>Values are given as {@link Metadata} takes them, but for lists.
   */
  public static final class Field {
    private final String name;

    private Field(String name) {
      this.name = name;
    }

    /** Returns the filter for documents whose value equals this one. */
    public Filter is(Object value) {
      return new Filter(new AnyOf(name, List.of(scalar(value))));
    }

    /** Returns the filter for documents whose value does not equal this one, or is missing. */
    public Filter isNot(Object value) {
      return not(is(value));
    }

    /** Returns the filter for documents whose value is less. */
    public Filter lessThan(Object value) {
      return comparison(Operator.LESS, value);
    }

    /** Returns the filter for documents whose value is less or equal. */
    public Filter atMost(Object value) {
      return comparison(Operator.AT_MOST, value);
    }

    /** Returns the filter for documents whose value is greater. */
    public Filter greaterThan(Object value) {
      return comparison(Operator.GREATER, value);
    }

    /** Returns the filter for documents whose value is greater or equal. */
    public Filter atLeast(Object value) {
      return comparison(Operator.AT_LEAST, value);
    }

    /** Returns the filter for documents whose value equals one of these; none for no value. */
    public Filter in(Object... values) {
      return in(List.of(Arguments.notNull("values", values)));
    }

    /** Returns the filter for documents whose value equals one of these; none for no value. */
    public Filter in(Collection<?> values) {
      return new Filter(
          new AnyOf(name, Arguments.notNull("values", values).stream().map(this::scalar).toList()));
    }

    /** Returns the filter for documents whose value equals none of these, or is missing. */
    public Filter notIn(Object... values) {
      return not(in(values));
    }

    /** Returns the filter for documents whose value equals none of these, or is missing. */
    public Filter notIn(Collection<?> values) {
      return not(in(values));
    }

    /**
     * Returns the filter for documents whose value is a list with an element that equals this
     * value, or a string with this string in it.
     */
    public Filter contains(Object value) {
      return new Filter(new Containing(name, scalar(value)));
    }

    /** Returns the filter for documents that have a value of this name, of any kind. */
    public Filter exists() {
      return new Filter(new Existing(name));
    }

    private Filter comparison(Operator operator, Object value) {
      return new Filter(new Comparison(name, operator, scalar(value)));
    }

    private Object scalar(@Nullable Object value) {
      return Metadata.scalar(name, value);
    }
  }
}
