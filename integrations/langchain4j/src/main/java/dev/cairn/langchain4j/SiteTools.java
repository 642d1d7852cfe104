package dev.cairn.langchain4j;

import dev.cairn.Memory;
import dev.cairn.sites.Selector;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Offers a language model tools that record and find knowledge about web sites. Pass an instance to
 * {@code AiServices.builder(…).tools(…)}.
 *
 * <p>They are those of {@code cairn mcp} by name and meaning, and each answers with a text. Bad
 * arguments are refused with an {@link IllegalArgumentException} whose message a model can act on;
 * LangChain4j passes it on. Thread-safe; what a tool has recorded is durable when it answers.
 */
public final class SiteTools {
  private static final String URL = "any URL of the site, or its host name";
  private static final String PURPOSE = "the element, in a word or two such as search_box";

  private final Memory memory;

  /** Makes tools over the sites of {@code memory}. */
  public SiteTools(Memory memory) {
    this.memory = Objects.requireNonNull(memory, "memory");
  }

  /** Returns the knowledge about a site as a text; says so if there is none. */
  @Tool(
      name = "site_context",
      value =
          "Returns what earlier visits learned about a web site: selectors that work, quirks and"
              + " their workarounds, and actions that do a task. Call it before working on a site.")
  public String siteContext(@P(name = "url", value = URL) String url) {
    String context = memory.sites().promptContext(url);
    return context.isEmpty() ? "Nothing is known of " + SiteName.of(url) + " yet." : context;
  }

  /** Returns the selectors for one element, one a line in the order in which to try them. */
  @Tool(
      name = "find_selector",
      value =
          "Returns the selectors that are known for one element of a web site, in the order in"
              + " which to try them.")
  public String findSelector(
      @P(name = "url", value = URL) String url,
      @P(name = "purpose", value = PURPOSE) String purpose) {
    return memory
        .sites()
        .selector(url, purpose)
        .map(SiteTools::inOrder)
        .orElseGet(() -> "No selector is known for %s yet.".formatted(purpose));
  }

  /** Remembers the selectors for one element, in place of those that were remembered for it. */
  @Tool(
      name = "cache_selector",
      value =
          "Remembers the selectors that find one element of a web site, in place of those that were"
              + " remembered for it.")
  public String cacheSelector(
      @P(name = "url", value = URL) String url,
      @P(name = "purpose", value = PURPOSE) String purpose,
      @P(name = "selector", value = "the preferred selector, in CSS or XPath") String selector,
      @P(
              name = "fallbacks",
              value = "selectors to try in turn when that one fails",
              required = false)
          @Nullable List<String> fallbacks) {
    return "Remembered: "
        + inOrder(
            memory
                .sites()
                .cacheSelector(url, purpose, selector, fallbacks == null ? List.of() : fallbacks));
  }

  /** Counts whether a selector found its element. */
  @Tool(
      name = "record_selector_outcome",
      value =
          "Counts whether a selector found its element. Selectors that keep failing move behind"
              + " their fallbacks.")
  public String recordSelectorOutcome(
      @P(name = "url", value = URL) String url,
      @P(name = "purpose", value = PURPOSE) String purpose,
      @P(name = "selector", value = "the selector that was tried") String selector,
      @P(name = "success", value = "whether the selector found its element") boolean success) {
    Selector known =
        memory.sites().recordSelectorOutcome(url, purpose, selector, Outcome.of(success));
    return "Found %d times, not found %d times.".formatted(known.successes(), known.failures());
  }

  /** Counts a visit. */
  @Tool(name = "record_visit", value = "Counts a visit to a web site, and how long it took.")
  public String recordVisit(
      @P(name = "url", value = URL) String url,
      @P(name = "seconds", value = "how long it took, in seconds") double seconds) {
    // A double of any size becomes a number of milliseconds that Sites refuses if it makes no
    // sense.
    Duration took = Duration.ofMillis(Math.round(seconds * 1000));
    return "%d visits.".formatted(memory.sites().recordVisit(url, took).visits());
  }

  /** Remembers something odd about a site. */
  @Tool(
      name = "record_quirk",
      value =
          "Remembers something odd about a web site that costs a visitor time, with the way around"
              + " it.")
  public String recordQuirk(
      @P(name = "url", value = URL) String url,
      @P(
              name = "description",
              value = "the oddity, in one sentence; the same words again count as the same quirk")
          String description,
      @P(name = "workaround", value = "the way around it", required = false)
          @Nullable String workaround) {
    long count =
        memory
            .sites()
            .recordQuirk(url, description, workaround == null ? "" : workaround)
            .reports();
    return "Reported %d times.".formatted(count);
  }

  /** Remembers the actions that do a task. */
  @Tool(
      name = "record_pattern",
      value =
          "Remembers the actions that do a task on a web site, in place of those that were"
              + " remembered for the task.")
  public String recordPattern(
      @P(name = "url", value = URL) String url,
      @P(name = "task", value = "the task, such as log in") String task,
      @P(name = "actions", value = "the actions that do the task, in order") List<String> actions) {
    int recorded = memory.sites().recordPattern(url, task, actions).actions().size();
    return "Remembered %d actions.".formatted(recorded);
  }

  private static String inOrder(Selector selector) {
    return String.join("\n", selector.inOrder());
  }
}
