package dev.cairn.spring;

import static dev.cairn.documents.Filter.not;
import static dev.cairn.documents.Filter.where;

import dev.cairn.documents.Filter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.filter.Filter.Expression;
import org.springframework.ai.vectorstore.filter.Filter.Group;
import org.springframework.ai.vectorstore.filter.Filter.Key;
import org.springframework.ai.vectorstore.filter.Filter.Operand;
import org.springframework.ai.vectorstore.filter.Filter.Value;

/** Translates Spring AI's filter expressions into the filters of documents. */
final class Expressions {
  private Expressions() {}

  /**
   * Returns the filter that matches the same metadata.
   *
   * @throws IllegalArgumentException if an operand is not of the kind that its operator needs
   */
  static Filter translated(Expression expression) {
    Operand left = expression.left();
    @Nullable Operand right = expression.right();
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

  private static Filter operand(@Nullable Operand operand) {
    if (operand instanceof Expression expression) {
      return translated(expression);
    }
    if (operand instanceof Group group) {
      return translated(group.content());
    }
    throw unfit("an expression", operand);
  }

  private static Filter.Field field(Operand operand) {
    if (operand instanceof Key key) {
      return where(withoutQuotationMarks(key.key()));
    }
    throw unfit("the name of a value", operand);
  }

  /** The parser of texts leaves the quotation marks of a name in it. */
  private static String withoutQuotationMarks(String name) {
    boolean quoted =
        name.length() > 1
            && (name.startsWith("\"") && name.endsWith("\"")
                || name.startsWith("'") && name.endsWith("'"));
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  private static Object value(@Nullable Operand operand) {
    if (operand instanceof Value value) {
      return SpringMetadata.value(value.value());
    }
    throw unfit("a value", operand);
  }

  private static Collection<?> values(@Nullable Operand operand) {
    Object value = value(operand);
    return value instanceof Collection<?> list ? list : List.of(value);
  }

  private static IllegalArgumentException unfit(String wanted, @Nullable Operand operand) {
    return new IllegalArgumentException(
        "the filter has %s where %s belongs".formatted(operand, wanted));
  }
}
