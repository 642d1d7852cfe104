package dev.cairn.langchain4j;

import static dev.cairn.documents.Filter.not;
import static dev.cairn.documents.Filter.where;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import java.util.Collection;
import java.util.List;

/** Translates the filters of LangChain4j into those of documents. */
final class Filters {
  private Filters() {}

  /**
   * Returns the filter that matches the same metadata.
   *
   * @throws IllegalArgumentException if a part of it is of a class that LangChain4j does not have
   */
  static dev.cairn.documents.Filter translated(Filter filter) {
    if (filter instanceof And and) {
      return translated(and.left()).and(translated(and.right()));
    }
    if (filter instanceof Or or) {
      return translated(or.left()).or(translated(or.right()));
    }
    if (filter instanceof Not negated) {
      return not(translated(negated.expression()));
    }
    if (filter instanceof IsEqualTo is) {
      return where(is.key()).is(value(is.comparisonValue()));
    }
    if (filter instanceof IsNotEqualTo isNot) {
      return where(isNot.key()).isNot(value(isNot.comparisonValue()));
    }
    if (filter instanceof IsIn in) {
      return where(in.key()).in(values(in.comparisonValues()));
    }
    if (filter instanceof IsNotIn notIn) {
      return where(notIn.key()).notIn(values(notIn.comparisonValues()));
    }
    if (filter instanceof ContainsString contains) {
      return where(contains.key()).contains(contains.comparisonValue());
    }
    return comparison(filter);
  }

  private static dev.cairn.documents.Filter comparison(Filter filter) {
    if (filter instanceof IsGreaterThan greater) {
      return where(greater.key()).greaterThan(value(greater.comparisonValue()));
    }
    if (filter instanceof IsGreaterThanOrEqualTo atLeast) {
      return where(atLeast.key()).atLeast(value(atLeast.comparisonValue()));
    }
    if (filter instanceof IsLessThan less) {
      return where(less.key()).lessThan(value(less.comparisonValue()));
    }
    if (filter instanceof IsLessThanOrEqualTo atMost) {
      return where(atMost.key()).atMost(value(atMost.comparisonValue()));
    }
    throw new IllegalArgumentException(
        "filter is a %s, which the store cannot look up; build it of the filters of LangChain4j, such as metadataKey(\"type\").isEqualTo(\"doc\")"
            .formatted(filter.getClass().getName()));
  }

  private static List<Object> values(Collection<?> values) {
    return values.stream().map(Filters::value).toList();
  }

  private static Object value(Object value) {
    return SegmentMetadata.stored(value);
  }
}
