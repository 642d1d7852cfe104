package dev.cairn.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.survival.Effort;
import dev.cairn.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Compares a limit with a simple model, over random operations and restarts.
 *
 * <p>A count that says nothing any more is removed at a time that nobody promises, so the model is
 * the set of the counts that are possible.
 */
class LimitModelTest {
  private static final long MOST = 5;
  private static final long PERIOD = 60_000;
  private static final int RUNS = Effort.of(40, 5_000);

  private enum Kind {
    CONSUME,
    LEFT,
    AVAILABLE,
    PASS,
    REOPEN;

    boolean asks() {
      return this != PASS && this != REOPEN;
    }
  }

  /** An operation, with a number of permits, or of seconds that pass. */
  private record Step(Kind kind, int number) {}

  /**
   * A possible state: the permits that are left, and the time at which their period began.
   *
   * @param since 0 if there is no count, and all permits are there
   */
  private record Count(long since, long left) {
    static final Count NONE = new Count(0, MOST);

    Count at(long now) {
      if (since == 0) {
        return new Count(now, MOST);
      }
      long periods = (now - since) / PERIOD;
      return periods == 0 ? this : new Count(since + periods * PERIOD, MOST);
    }

    long availableIn(long permits, long now) {
      Count current = at(now);
      return current.left >= permits ? 0 : current.since + PERIOD - now;
    }
  }

  /** The number of runs, and their seed. */
  static final class Runs implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      context.attributes().setTries(RUNS);
      context.attributes().setSeed(Long.toString(Effort.seed()));
      return property.execute();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(10, Kind.CONSUME),
            Tuple.of(4, Kind.LEFT),
            Tuple.of(4, Kind.AVAILABLE),
            Tuple.of(6, Kind.PASS),
            Tuple.of(1, Kind.REOPEN));
    return Combinators.combine(kinds, Arbitraries.integers().between(1, 90))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(
      shrinking = ShrinkingMode.BOUNDED,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Runs.class)
  void aLimitCountsAsTheModelDoes(@ForAll("steps") List<Step> steps) throws IOException {
    Path directory = Files.createTempDirectory("cairn-limit-");
    SettableClock clock = new SettableClock();
    CairnOptions options = CairnOptions.defaults().withClock(clock);
    Cairn cairn = Cairn.open(directory, options);
    try {
      Set<Count> possible = Set.of(Count.NONE);
      long changed = 0;
      for (Step step : steps) {
        long now = clock.millis();
        if (now > changed + PERIOD) {
          possible = with(possible, Count.NONE);
        }
        if (step.kind().asks() && possible.contains(Count.NONE)) {
          possible = with(possible, Count.NONE.at(now)); // to ask may begin a count
        }
        RateLimit limit =
            cairn.memory().limits().rate("a", new Rate(MOST, Duration.ofMillis(PERIOD)));
        long permits = step.number() % MOST + 1;
        switch (step.kind()) {
          case CONSUME -> {
            if (limit.tryConsume(permits)) {
              changed = now;
              possible =
                  those(possible, count -> count.at(now).left() >= permits).stream()
                      .map(count -> count.at(now))
                      .map(count -> new Count(count.since(), count.left() - permits))
                      .collect(Collectors.toSet());
            } else {
              possible = those(possible, count -> count.at(now).left() < permits);
            }
          }
          case LEFT -> {
            long left = limit.left();
            possible = those(possible, count -> count.at(now).left() == left);
          }
          case AVAILABLE -> {
            long millis = limit.availableIn(permits).toMillis();
            possible = those(possible, count -> count.availableIn(permits, now) == millis);
          }
          case PASS -> clock.advance(Duration.ofSeconds(step.number()));
          case REOPEN -> {
            cairn.close();
            cairn = Cairn.open(directory, options);
          }
        }
        assertThat(possible).as("the counts that explain %s of %s", step, steps).isNotEmpty();
      }
    } finally {
      cairn.close();
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Set<Count> with(Set<Count> counts, Count more) {
    Set<Count> all = new HashSet<>(counts);
    all.add(more);
    return all;
  }

  private static Set<Count> those(Set<Count> counts, Predicate<Count> which) {
    return counts.stream().filter(which).collect(Collectors.toSet());
  }
}
