package dev.cairn.survival;

import dev.cairn.internal.engine.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Tests that a store behaves like sorted maps after random steps of every kind, including failures,
 * reopening and killed processes. Every namespace, key, index and cache is compared, and in the end
 * every page is sound.
 *
 * <p>A run that fails is made shorter for as long as it still fails.
 */
@Tag("slow")
class ModelTest {
  private static final int RUNS = Effort.of(50, 20_000);

  private static final LongAdder STEPS = new LongAdder();
  private static final LongAdder KILLS = new LongAdder();

  /** The number of runs, and their seed. */
  static final class Runs implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      context.attributes().setTries(RUNS);
      context.attributes().setSeed(Long.toString(Effort.seed()));
      PropertyExecutionResult result = property.execute();
      Effort.note(
          "model: %d runs with %d steps and %d kills beside sorted maps"
              .formatted(RUNS, STEPS.sum(), KILLS.sum()));
      return result;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return RandomSteps.lists();
  }

  @Property(
      shrinking = ShrinkingMode.BOUNDED,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Runs.class)
  void aStoreLooksLikeSortedMaps(@ForAll("steps") List<Step> steps) throws IOException {
    Path directory = Files.createTempDirectory("cairn-model-");
    try (SideBySide both = new SideBySide(directory)) {
      for (Step step : steps) {
        step.take(both);
        STEPS.increment();
        KILLS.add(step instanceof Step.KillWriter ? 1 : 0);
      }
      both.verify();
    } finally {
      FileTree.delete(directory);
    }
  }
}
