package dev.cairn.tools.trace;

import dev.cairn.sites.Selector;
import dev.cairn.values.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code selector-outcome} in a recording of agents' work: an agent tried a selector
 * on a page.
 *
 * @param agent the name of the agent, if the trace has it
 * @param url a page of the site
 * @param purpose the purpose of the selector
 * @param success whether the selector found its element
 */
public record SelectorTried(Optional<String> agent, String url, String purpose, boolean success)
    implements Op {
  static SelectorTried of(Fields fields) {
    return new SelectorTried(
        fields.agent(), fields.text("url"), fields.text("purpose"), fields.truth("success"));
  }

  @Override
  public Subject subject() {
    return Subject.at(url, Subject.Kind.SELECTOR, purpose);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.sites().recordSelectorOutcome(url, purpose, Outcome.of(success));
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.ofOutcome(success), 1L);
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    Selector.Outcomes outcomes = memory.sites().selectorOutcomes(url, purpose);
    return counter == Counter.SUCCESSES ? outcomes.successes() : outcomes.failures();
  }
}
