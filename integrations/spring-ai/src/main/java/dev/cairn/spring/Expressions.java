package dev.cairn.spring;

import static dev.cairn.documents.Filter.not;
import static dev.cairn.documents.Filter.where;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.filter.Filter;

/** Translates Spring AI's filter expressions into the filters of documents. */
final class Expressions {
  private Expressions() {}

  /**
   * Returns the filter that matches the same metadata.
   *
   * @throws IllegalArgumentException if an operand is not of the kind that its operator needs
   */
  static dev.cairn.documents.Filter translated(Filter.Expression expression) {
    Filter.Operand left = expression.left();
    Filter.@Nullable Operand right = expression.right();
    return switch (expression.type()) {
      case AND -> operand(left).and(operand(right));
      case OR -> operand(left).or(operand(right));
      case NOT -> not(operand(left));
      case EQ -> field(left).is(value(right));
      case NE -> field(left).isNot(value(right));
      case GT -> field(left).greaterThan(value(right));
      case GTE -> field(left).atLeast(value(right));
      case LT -> field(left).lessThan(value(right));
      case LTE -> field(left).atMost(value(right));
      case IN -> field(left).in(values(right));
      case NIN -> field(left).notIn(values(right));
      case ISNULL -> not(field(left).exists());
      case ISNOTNULL -> field(left).exists();
    };
  }

  private static dev.cairn.documents.Filter operand(Filter.@Nullable Operand operand) {
    if (operand instanceof Filter.Expression expression) {
      return translated(expression);
    }
    if (operand instanceof Filter.Group group) {
      return translated(group.content());
    }
    throw unfit("an expression", operand);
  }

  private static dev.cairn.documents.Filter.Field field(Filter.Operand operand) {
    if (operand instanceof Filter.Key key) {
      return where(withoutQuotationMarks(key.key()));
    }
    throw unfit("the name of a value", operand);
  }

  /** The parser of texts leaves the quotation marks of a name in it. */
  private static String withoutQuotationMarks(String name) {
    boolean quoted =
        name.length() > 1
            && ((name.startsWith("\"") && name.endsWith("\""))
                || (name.startsWith("'") && name.endsWith("'")));
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  private static Object value(Filter.@Nullable Operand operand) {
    if (operand instanceof Filter.Value value) {
      return SpringMetadata.value(value.value());
    }
    throw unfit("a value", operand);
  }

  private static Collection<?> values(Filter.@Nullable Operand operand) {
    Object value = value(operand);
    return value instanceof Collection<?> list ? list : List.of(value);
  }

  private static IllegalArgumentException unfit(String wanted, Filter.@Nullable Operand operand) {
    return new IllegalArgumentException(
        "the filter has %s where %s belongs".formatted(operand, wanted));
  }
}
