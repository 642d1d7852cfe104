package dev.cairn.tools.trace;

import dev.cairn.sites.ActionPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code pattern} in a recording of agents' work: an agent did a task on a site in a
 * sequence of actions.
 *
 * @param agent the name of the agent, if the trace has it
 * @param url a page of the site
 * @param task the name of the task
 * @param actions the actions, in order
 */
public record PatternFollowed(Optional<String> agent, String url, String task, List<String> actions)
    implements TextOp {
  static PatternFollowed of(Fields fields) {
    return new PatternFollowed(
        fields.agent(), fields.text("url"), fields.text("task"), fields.texts("actions"));
  }

  @Override
  public Subject subject() {
    return Subject.at(url, Subject.Kind.PATTERN, task);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.sites().recordPattern(url, task, actions);
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.RECORDINGS, 1L);
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    return memory.sites().pattern(url, task).map(ActionPattern::timesRecorded).orElse(0L);
  }

  @Override
  public boolean showsIn(Repositories memory) {
    return memory
        .sites()
        .pattern(url, task)
        .filter(stored -> stored.actions().equals(actions))
        .isPresent();
  }
}
