package dev.cairn.tools.trace;

import dev.cairn.sites.Quirk;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code quirk} in a recording of agents' work: an agent met a peculiarity of a site.
 *
 * @param agent the name of the agent, if the trace has it
 * @param url a page of the site
 * @param description the oddity
 * @param workaround the way around it; may be empty
 */
public record QuirkSeen(Optional<String> agent, String url, String description, String workaround)
    implements TextOp {
  static QuirkSeen of(Fields fields) {
    return new QuirkSeen(
        fields.agent(),
        fields.text("url"),
        fields.text("description"),
        fields.optionalText("workaround").orElse(""));
  }

  @Override
  public Subject subject() {
    return Subject.at(url, Subject.Kind.QUIRK, description);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.sites().recordQuirk(url, description, workaround);
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.REPORTS, 1L);
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    return stored(memory).map(Quirk::reports).orElse(0L);
  }

  @Override
  public boolean showsIn(Repositories memory) {
    return stored(memory)
        .filter(quirk -> workaround.isBlank() || quirk.workaround().equals(workaround))
        .isPresent();
  }

  private Optional<Quirk> stored(Repositories memory) {
    return memory.sites().quirks(url).stream()
        .filter(quirk -> quirk.description().equals(description))
        .findFirst();
  }
}
