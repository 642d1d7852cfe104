package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.sites.ActionPattern;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.sites.Sites;
import dev.cairn.table.Table;
import dev.cairn.tools.mcp.form.About;
import dev.cairn.tools.mcp.form.Effect;
import dev.cairn.tools.mcp.form.Prompt;
import dev.cairn.tools.mcp.form.Resource;
import dev.cairn.tools.mcp.form.ResourceUris;
import dev.cairn.tools.mcp.form.Tool;
import dev.cairn.tools.mcp.form.ToolGroup;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Defines the MCP tools for knowledge about web sites: visits, selectors, quirks and action
 * patterns.
 */
public final class SiteTools implements ToolGroup {
  private static final String PAGE = "any URL of the site, or its host name";
  static final String PURPOSE = "the element, in a word or two such as search_box";
  private static final String CONTEXT = "cairn://sites/{site}/context";
  private static final int SITES_LISTED = 20;

  private static final Set<String> TABLES =
      Sites.tables().stream().map(Table::name).collect(Collectors.toUnmodifiableSet());

  record SiteQuestion(
      @About(PAGE) String url,
      @About("the longest text to return, in characters; 2000 if it is not given")
          Optional<Integer> maxChars) {}

  record SiteContext(
      @About("the name under which the site is known") String site,
      @About("whether anything is known of it") boolean known,
      @About("the knowledge as a text") String context) {}

  record Visit(@About(PAGE) String url, @About("how long it took, in seconds") Duration seconds) {}

  record NewSelector(
      @About(PAGE) String url,
      @About(PURPOSE) String purpose,
      @About("the preferred selector, in CSS or XPath") String selector,
      @About("selectors to try in turn when that one fails") Optional<List<String>> fallbacks) {}

  record Element(@About(PAGE) String url, @About(PURPOSE) String purpose) {}

  record KnownSelectors(
      @About("the name of the site") String site,
      @About(PURPOSE) String purpose,
      @About("the selectors in the order in which to try them; none if none is known")
          List<String> selectors,
      @About("how often a selector found the element") long successes,
      @About("how often a selector did not find it") long failures) {}

  record SelectorOutcome(
      @About(PAGE) String url,
      @About(PURPOSE) String purpose,
      @About("whether the selector found its element") boolean success,
      @About("the selector that was tried; the first one of find_selector if it is not given")
          Optional<String> selector) {}

  record NewQuirk(
      @About(PAGE) String url,
      @About("the oddity, in one sentence; the same words again count as the same quirk")
          String description,
      @About("the way around it") Optional<String> workaround) {}

  record NewPattern(
      @About(PAGE) String url,
      @About("the task, such as log in") String task,
      @About("the actions that do the task, in order") List<String> actions) {}

  record Limit(@About("the most sites to list; 20 if it is not given") Optional<Integer> limit) {}

  record SiteList(
      @About("the most visited sites, the most visited first") List<Site> sites,
      @About("how many sites are known in all") long total) {}

  @Override
  public String name() {
    return "sites";
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        Tool.of(
                "site_context",
                "Site context",
                "Returns what earlier visits learned about a web site: selectors that work, quirks"
                    + " and their workarounds, and actions that do a task. Call it before working"
                    + " on a site.",
                Effect.READS)
            .takes(SiteQuestion.class)
            .gives(SiteContext.class, SiteTools::context)
            .telling("context", Object::toString),
        Tool.of(
                "list_sites",
                "List sites",
                "Lists the web sites that something is known of, the most visited first.",
                Effect.READS)
            .takes(Limit.class)
            .gives(SiteList.class, SiteTools::list),
        Tool.of(
                "find_selector",
                "Find selector",
                "Returns the selectors that are known for one element of a web site, in the order"
                    + " in which to try them.",
                Effect.READS)
            .takes(Element.class)
            .gives(KnownSelectors.class, SiteTools::find),
        Tool.of(
                "cache_selector",
                "Cache selector",
                "Remembers the selectors that find one element of a web site, in place of those"
                    + " that were remembered for it.",
                Effect.SETS)
            .takes(NewSelector.class)
            .gives(KnownSelectors.class, SiteTools::cache),
        Tool.of(
                "record_selector_outcome",
                "Record selector outcome",
                "Counts whether a selector found its element. Selectors that keep failing move"
                    + " behind their fallbacks.",
                Effect.ADDS)
            .takes(SelectorOutcome.class)
            .gives(KnownSelectors.class, SiteTools::tried),
        Tool.of(
                "record_visit",
                "Record visit",
                "Counts a visit to a web site, and how long it took.",
                Effect.ADDS)
            .takes(Visit.class)
            .gives(
                Site.class,
                (memory, visit) -> memory.sites().recordVisit(visit.url(), visit.seconds())),
        Tool.of(
                "record_quirk",
                "Record quirk",
                "Remembers something odd about a web site that costs a visitor time, with the way"
                    + " around it.",
                Effect.ADDS)
            .takes(NewQuirk.class)
            .gives(
                Quirk.class,
                (memory, quirk) ->
                    memory
                        .sites()
                        .recordQuirk(
                            quirk.url(), quirk.description(), quirk.workaround().orElse(""))),
        Tool.of(
                "record_pattern",
                "Record action pattern",
                "Remembers the actions that do a task on a web site, in place of those that were"
                    + " remembered for the task.",
                Effect.SETS)
            .takes(NewPattern.class)
            .gives(
                ActionPattern.class,
                (memory, pattern) ->
                    memory
                        .sites()
                        .recordPattern(pattern.url(), pattern.task(), pattern.actions())));
  }

  private static SiteContext context(Memory memory, SiteQuestion question) {
    int chars = question.maxChars().orElse(Sites.PROMPT_CHARS);
    return memory.read(
        snapshot ->
            new SiteContext(
                SiteName.of(question.url()),
                snapshot.sites().get(question.url()).isPresent(),
                text(snapshot, question.url(), chars)));
  }

  private static String text(Memory memory, String url, int chars) {
    String context = memory.sites().promptContext(url, chars);
    return context.isEmpty() && memory.sites().get(url).isEmpty()
        ? "Nothing is known of " + SiteName.of(url) + " yet."
        : context;
  }

  private static SiteList list(Memory memory, Limit limit) {
    return memory.read(
        snapshot ->
            new SiteList(
                snapshot.sites().list(limit.limit().orElse(SITES_LISTED)),
                snapshot.sites().count()));
  }

  private static KnownSelectors find(Memory memory, Element element) {
    return memory.read(
        snapshot -> {
          Selector.Outcomes outcomes =
              snapshot.sites().selectorOutcomes(element.url(), element.purpose());
          return new KnownSelectors(
              SiteName.of(element.url()),
              element.purpose(),
              snapshot
                  .sites()
                  .selector(element.url(), element.purpose())
                  .map(Selector::inOrder)
                  .orElse(List.of()),
              outcomes.successes(),
              outcomes.failures());
        });
  }

  private static KnownSelectors cache(Memory memory, NewSelector selector) {
    return known(
        memory
            .sites()
            .cacheSelector(
                selector.url(),
                selector.purpose(),
                selector.selector(),
                selector.fallbacks().orElse(List.of())));
  }

  private static KnownSelectors tried(Memory memory, SelectorOutcome tried) {
    Sites sites = memory.sites();
    Outcome outcome = Outcome.of(tried.success());
    return known(
        tried
            .selector()
            .map(each -> sites.recordSelectorOutcome(tried.url(), tried.purpose(), each, outcome))
            .orElseGet(() -> sites.recordSelectorOutcome(tried.url(), tried.purpose(), outcome)));
  }

  private static KnownSelectors known(Selector selector) {
    return new KnownSelectors(
        selector.site(),
        selector.purpose(),
        selector.inOrder(),
        selector.successes(),
        selector.failures());
  }

  @Override
  public List<Resource> resources() {
    return List.of(
        new Resource(
            CONTEXT,
            "site-context",
            "Site context",
            "The knowledge about a web site, as a text for a language model",
            "text/plain",
            (memory, site) ->
                memory.read(
                    snapshot ->
                        snapshot
                            .sites()
                            .get(site)
                            .map(known -> snapshot.sites().promptContext(site)))));
  }

  @Override
  public List<Prompt> prompts() {
    return List.of(
        new Prompt(
            "site_context",
            "Site context",
            "The lessons of earlier visits to a web site",
            "url",
            PAGE,
            (memory, url) -> memory.read(snapshot -> text(snapshot, url, Sites.PROMPT_CHARS))));
  }

  @Override
  public Optional<String> changedResource(RowChanged row) {
    return TABLES.contains(row.table())
        ? Optional.of(ResourceUris.of(CONTEXT, row.key().get(0).toString()))
        : Optional.empty();
  }
}
