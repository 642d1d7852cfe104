package dev.cairn.tools.trace;

import dev.cairn.sites.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code selector} in a recording of agents' work: an agent learned selectors for an
 * element of a site.
 *
 * @param agent the name of the agent, if the trace has it
 * @param url a page of the site
 * @param purpose the purpose of the element
 * @param selector the preferred selector
 * @param fallbacks the selectors to try when it fails
 */
public record SelectorFound(
    Optional<String> agent, String url, String purpose, String selector, List<String> fallbacks)
    implements TextOp {
  static SelectorFound of(Fields fields) {
    return new SelectorFound(
        fields.agent(),
        fields.text("url"),
        fields.text("purpose"),
        fields.text("selector"),
        fields.texts("fallbacks"));
  }

  @Override
  public Subject subject() {
    return Subject.at(url, Subject.Kind.SELECTOR, purpose);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.sites().cacheSelector(url, purpose, selector, fallbacks);
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.TIMES_CACHED, 1L);
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    return memory.sites().selector(url, purpose).map(Selector::timesCached).orElse(0L);
  }

  @Override
  public boolean showsIn(Repositories memory) {
    return memory
        .sites()
        .selector(url, purpose)
        .filter(stored -> stored.primary().equals(selector))
        .isPresent();
  }
}
