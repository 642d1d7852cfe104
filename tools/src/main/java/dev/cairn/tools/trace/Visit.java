package dev.cairn.tools.trace;

import dev.cairn.sites.SiteProfile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code visit} in a recording of agents' work: an agent visited a page of a site.
 *
 * @param agent the name of the agent, if the trace has it
 * @param url a page of the site
 * @param took the time spent there
 */
public record Visit(Optional<String> agent, String url, Duration took) implements Op {
  static Visit of(Fields fields) {
    return new Visit(fields.agent(), fields.text("url"), fields.seconds("seconds"));
  }

  @Override
  public Subject subject() {
    return Subject.at(url, Subject.Kind.SITE);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.sites().recordVisit(url, took);
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.VISITS, 1L, Counter.NANOSECONDS, Counter.nanoseconds(took));
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    return memory
        .sites()
        .profile(url)
        .map(SiteProfile::site)
        .map(
            site ->
                counter == Counter.VISITS ? site.visits() : Counter.nanoseconds(site.totalTime()))
        .orElse(0L);
  }
}
