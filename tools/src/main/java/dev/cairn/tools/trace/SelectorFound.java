package dev.cairn.tools.trace;

import dev.cairn.sites.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent found out how to find something on the pages of a site.
 *
 * @param agent who
 * @param url a page of the site
 * @param purpose what the selectors find
 * @param selector the one to prefer
 * @param fallbacks what to try when it fails
 */
public record SelectorFound(
    Optional<String> agent, String url, String purpose, String selector, List<String> fallbacks)
    implements Told {
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
