package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that adding, opening and removing entities read as many rows in a large knowledge graph as
 * in a small one.
 */
class GraphCostTest extends OpenGraph {
  private final AtomicLong rows = new AtomicLong();

  /** Returns the graph over a transactor that counts the rows which it returns. */
  private Graph counting() {
    Transactor real = memory.repository((transactor, time) -> transactor);
    Transactor counter =
        proxy(
            Transactor.class,
            (method, arguments) -> {
              if (arguments.length == 1 && arguments[0] instanceof Function<?, ?> work) {
                return method.apply(real, new Object[] {counted(work)});
              }
              rows.incrementAndGet();
              return method.apply(real, arguments);
            });
    return new Graph(counter, clock);
  }

  @SuppressWarnings("unchecked")
  private Function<Object, Object> counted(Function<?, ?> work) {
    return tx ->
        ((Function<Object, Object>) work)
            .apply(
                proxy(
                    WriteTransaction.class,
                    (method, arguments) -> {
                      Object result = method.apply(tx, arguments);
                      if (result instanceof Stream<?> stream) {
                        return stream.peek(row -> rows.incrementAndGet());
                      }
                      rows.incrementAndGet();
                      return result;
                    }));
  }

  private interface Call {
    Object apply(Object target, Object[] arguments);
  }

  private interface Interception {
    Object apply(Call method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Interception interception) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                interception.apply(
                    (target, given) -> {
                      try {
                        return method.invoke(target, given);
                      } catch (InvocationTargetException e) {
                        throw new IllegalStateException(e.getCause());
                      } catch (IllegalAccessException e) {
                        throw new LinkageError(e.toString(), e);
                      }
                    },
                    arguments)));
  }

  private long cost(Graph counted) {
    rows.set(0);
    counted.create(person("Alice", "a", "b"));
    counted.observe("Alice", "c");
    counted.relate(knows("Alice", "Bob"));
    counted.contains("Alice");
    counted.get("Alice");
    counted.open(List.of("Alice", "Bob"));
    counted.removeObservations("Alice", List.of("a"));
    counted.removeRelations(List.of(knows("Bob", "Alice")));
    counted.removeEntities(List.of("Alice"));
    return rows.get();
  }

  @Test
  void costsDoNotGrowWithTheGraph() {
    Graph counted = counting();
    long small = cost(counted);
    graph.create(IntStream.range(0, 2_000).mapToObj(i -> person("p" + i, "a", "b")).toList());
    graph.relate(IntStream.range(0, 2_000).mapToObj(i -> knows("p" + i, "p" + i / 2)).toList());

    assertThat(cost(counted)).isBetween(small, small + 10);
    assertThat(small).isLessThan(100);
  }

  @Test
  void anObservationOfALargeEntityCostsAsMuchAsOfASmallOne() {
    graph.create(person("Alice"));
    graph.observe(
        "Alice", IntStream.range(0, 10_000).mapToObj(i -> "fact " + i).toArray(String[]::new));
    Graph counted = counting();
    rows.set(0);

    counted.observe("Alice", "one more");
    counted.removeObservations("Alice", List.of("fact 5000"));

    assertThat(rows.get()).isLessThan(10);
    assertThat(graph.countObservations()).isEqualTo(10_000);
  }
}
