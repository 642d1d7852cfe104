package dev.cairn.survival;

import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Generates random steps for {@link ModelTest}, with few keys, so that the steps affect each other.
 */
final class RandomSteps {
  private static final List<Long> WEIGHTS = List.of(-1L, 0L, 1L, 255L, 256L, Long.MAX_VALUE);

  /** A value may be larger than a page. */
  private static final int LONGEST_TEXT = 20_000;

  private static final int MOST_STEPS = 200;

  private RandomSteps() {}

  static Arbitrary<List<Step>> lists() {
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(1_200, ones()),
            Tuple.of(600, together()),
            Tuple.of(40, doors().map(Step.Reopen::new)),
            Tuple.of(20, Arbitraries.just(new Step.ReopenAll())),
            Tuple.of(20, Combinators.combine(doors(), namespaces()).as(Step.DropNamespace::new)),
            Tuple.of(20, Arbitraries.just(new Step.Compare())),
            Tuple.of(1, Arbitraries.integers().between(1, 50).map(Step.KillWriter::new)))
        .list()
        .ofMaxSize(MOST_STEPS)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Integer> doors() {
    return Arbitraries.integers().between(0, SideBySide.DOORS - 1);
  }

  private static Arbitrary<String> namespaces() {
    return Arbitraries.of(SideBySide.NAMESPACES);
  }

  private static Arbitrary<Step> ones() {
    return Combinators.combine(doors(), namespaces(), actions()).as(Step.One::new);
  }

  private static Arbitrary<Step> together() {
    return Combinators.combine(
            doors(),
            namespaces(),
            actions().list().ofMaxSize(12),
            Arbitraries.of(false, false, false, true),
            Arbitraries.of(true, false))
        .as(Step.Together::new);
  }

  private static Arbitrary<Action> actions() {
    return Arbitraries.<Action>frequencyOf(
        Tuple.of(10, Combinators.combine(spots(), things()).as(Action.Put::new)),
        Tuple.of(5, spots().map(Action.Delete::new)),
        Tuple.of(6, spots().map(Action.Get::new)),
        Tuple.of(
            4,
            Combinators.combine(spots(), Arbitraries.longs().between(-2, 2))
                .as(Action.AddWeight::new)),
        Tuple.of(2, Arbitraries.of("x", "y").map(Action.Count::new)),
        Tuple.of(4, queries().map(Action.Find::new)),
        Tuple.of(2, queries().map(Action.Size::new)),
        Tuple.of(
            1,
            Combinators.combine(spots(), Arbitraries.of(true, false)).as(Action.PutTooLong::new)));
  }

  private static Arbitrary<Spot> spots() {
    return Arbitraries.of(Things.SPOTS);
  }

  private static Arbitrary<Thing> things() {
    Arbitrary<String> longTexts = Arbitraries.integers().between(0, LONGEST_TEXT).map("x"::repeat);
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(Things.TEXTS)), Tuple.of(1, longTexts)),
            Arbitraries.of(Things.TEXTS).list().ofMaxSize(3),
            Arbitraries.of(WEIGHTS))
        .as(Thing::new);
  }

  private static Arbitrary<Query> queries() {
    return Arbitraries.of(Query.By.values())
        .flatMap(
            by -> {
              List<Arbitrary<Object>> components = components(by);
              return Arbitraries.integers()
                  .between(0, components.size())
                  .flatMap(prefix -> queries(by, components, prefix));
            });
  }

  private static Arbitrary<Query> queries(
      Query.By by, List<Arbitrary<Object>> components, int prefix) {
    List<Arbitrary<Object>> rest = components.subList(prefix, components.size());
    return Combinators.combine(
            all(components.subList(0, prefix)),
            bounds(rest),
            bounds(rest),
            Arbitraries.of(false, true),
            Arbitraries.of(Integer.MAX_VALUE, 3, 1))
        .as(
            (begins, from, before, descending, most) ->
                new Query(by, begins, from, before, descending, most));
  }

  private static List<Arbitrary<Object>> components(Query.By by) {
    return switch (by) {
      case KEY -> List.of(objects(Things.TEXTS), objects(Things.NUMBERS));
      case WEIGHT -> List.of(objects(WEIGHTS));
      case TAG -> List.of(objects(Things.TEXTS));
    };
  }

  private static Arbitrary<Object> objects(List<?> values) {
    return Arbitraries.of(values).map(value -> value);
  }

  /** Draws the first few of these components, or none. */
  private static Arbitrary<List<Object>> bounds(List<Arbitrary<Object>> components) {
    return Arbitraries.integers()
        .between(0, components.size())
        .flatMap(count -> all(components.subList(0, count)));
  }

  private static Arbitrary<List<Object>> all(List<Arbitrary<Object>> components) {
    return components.isEmpty()
        ? Arbitraries.just(List.of())
        : Combinators.combine(components).as(values -> values);
  }
}
