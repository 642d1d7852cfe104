package dev.cairn.sites;

import static dev.cairn.sites.SiteTables.PATTERNS;
import static dev.cairn.sites.SiteTables.SITES;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.sites.SiteQueries.MostVisited;
import dev.cairn.sites.SiteQueries.PatternsOf;
import dev.cairn.sites.SiteQueries.ProfileOf;
import dev.cairn.sites.SiteQueries.PromptContextOf;
import dev.cairn.sites.SiteQueries.QuirksOf;
import dev.cairn.sites.SiteQueries.SelectorsOf;
import dev.cairn.sites.SiteQueries.SiteCount;
import dev.cairn.sites.SiteTables.SiteDescription;
import dev.cairn.sites.SiteTables.SiteTask;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.values.KeyPart;
import dev.cairn.values.Outcome;
import dev.cairn.values.PromptText;
import dev.cairn.values.SiteName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores knowledge about web sites that agents visit: visits, selectors, quirks and action
 * patterns.
 *
 * <p>Every method takes any URL of the site, or the site's name; {@link SiteName} defines which
 * URLs belong to one site. Each record about a site makes the site known. However many agents
 * record at the same time, each record counts once.
 *
 * <p>A call is a transaction of its own, or part of the one that this was made for; what it returns
 * is durable, or will be with that transaction. Bad arguments (a URL without a host, a blank
 * purpose, a negative duration, a null) are refused with an {@link IllegalArgumentException} that
 * shows them, before anything is queued.
 */
public final class Sites {
  /** The longest prompt context without an explicit budget, in characters. */
  public static final int PROMPT_CHARS = 2_000;

  /** A visit that took longer is a mistake. */
  private static final Duration LONGEST_VISIT = Duration.ofDays(36_500);

  private final Transactor transactor;
  private final Clock clock;
  private final SelectorMemory selectors;

  /**
   * Makes the sites that {@code transactor} gives access to.
   *
   * @param clock gives the times at which something is recorded
   */
  public Sites(Transactor transactor, Clock clock) {
    this.transactor = Arguments.notNull("transactor", transactor);
    this.clock = Arguments.notNull("clock", clock);
    this.selectors = new SelectorMemory(transactor, clock);
  }

  /** Returns the tables that sites are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of(SiteTables.SITES, SiteTables.SELECTORS, SiteTables.QUIRKS, SiteTables.PATTERNS);
  }

  /** Counts a visit of duration {@code took}, and returns all visits to the site. */
  public Site recordVisit(String url, Duration took) {
    String site = SiteName.of(url);
    if (Arguments.notNegative("took", took).compareTo(LONGEST_VISIT) > 0) {
      throw new IllegalArgumentException("took is longer than 100 years: " + took);
    }
    Instant now = clock.instant();
    return transactor.write(
        tx ->
            tx.update(
                SITES,
                site,
                known -> known.orElseGet(() -> Site.unvisited(site)).visited(took, now)));
  }

  /**
   * Caches a selector that has no fallback; see {@link #cacheSelector(String, String, String,
   * List)}.
   */
  public Selector cacheSelector(String url, String purpose, String selector) {
    return cacheSelector(url, purpose, selector, List.of());
  }

  /**
   * Caches selectors that find something on the site, in place of those that were cached for the
   * purpose before.
   *
   * <p>A selector that is in both lists keeps its counts. The totals stay.
   *
   * @param purpose the thing that the selectors find, such as {@code search_box}
   * @param selector the preferred selector
   * @param fallbacks the selectors to try when that one keeps failing; duplicates count once
   */
  public Selector cacheSelector(
      String url, String purpose, String selector, List<String> fallbacks) {
    return selectors.cache(url, purpose, selector, fallbacks);
  }

  /**
   * Counts whether the selector that {@link #selector} returns now found its element.
   *
   * <p>For a purpose that was never cached the outcome is kept all the same: {@link
   * #selectorOutcomes} returns it, and so does the selector once it is cached.
   *
   * @param outcome {@link Outcome#SUCCESS} or {@link Outcome#FAILURE}; {@link Outcome#UNKNOWN} is
   *     refused, since there would be nothing to count
   */
  public Selector recordSelectorOutcome(String url, String purpose, Outcome outcome) {
    return selectors.count(url, purpose, outcome);
  }

  /**
   * Counts whether {@code selector} found its element, for an agent that knows which selector it
   * used: another agent may have changed the one that {@link #selector} returns.
   *
   * <p>A selector that is not listed for the purpose counts in the totals only.
   *
   * @param outcome {@link Outcome#SUCCESS} or {@link Outcome#FAILURE}
   */
  public Selector recordSelectorOutcome(
      String url, String purpose, String selector, Outcome outcome) {
    return selectors.count(url, purpose, selector, outcome);
  }

  /**
   * Returns the selector for {@code purpose} on the site, if one is cached there; from Cairn's read
   * cache if possible.
   */
  public Optional<Selector> selector(String url, String purpose) {
    return selectors.get(url, purpose).filter(Selector::isCached);
  }

  /** Returns the outcomes for {@code purpose}, also if no selector was cached for it. */
  public Selector.Outcomes selectorOutcomes(String url, String purpose) {
    return selectors
        .get(url, purpose)
        .map(known -> new Selector.Outcomes(known.successes(), known.failures()))
        .orElse(new Selector.Outcomes(0, 0));
  }

  /** Returns the selectors of the site, the most reliable first. */
  public List<Selector> selectors(String url) {
    return transactor.query(new SelectorsOf(SiteName.of(url)));
  }

  /**
   * Counts a report of something odd about the site, and returns the quirk.
   *
   * @param description describes the oddity; the same words again are the same quirk
   * @param workaround replaces the known workaround, unless it is blank
   */
  public Quirk recordQuirk(String url, String description, String workaround) {
    SiteDescription key =
        new SiteDescription(SiteName.of(url), KeyPart.shortened("description", description));
    Arguments.notNull("workaround", workaround);
    Instant now = clock.instant();
    return transactor.write(tx -> SiteRows.report(tx, key, description, workaround, now));
  }

  /** Returns the quirks of the site, the most reported first. */
  public List<Quirk> quirks(String url) {
    return transactor.query(new QuirksOf(SiteName.of(url)));
  }

  /** Returns the quirks of all sites, by site and description. */
  public List<Quirk> quirks() {
    return transactor.read(tx -> tx.scan(SiteTables.QUIRKS, Scan.all()).map(Row::value).toList());
  }

  /**
   * Records the actions that do a task on the site, in place of those recorded before.
   *
   * @param task the task, such as {@code log in}
   * @param actions the actions, in order
   */
  public ActionPattern recordPattern(String url, String task, List<String> actions) {
    SiteTask key = patternKey(url, task);
    List<String> copy = Arguments.copyOf("actions", actions);
    Instant now = clock.instant();
    return transactor.write(tx -> SiteRows.record(tx, key, task, copy, now));
  }

  /**
   * Returns the actions that do {@code task} on the site, if known; from the cache if it is there.
   */
  public Optional<ActionPattern> pattern(String url, String task) {
    return transactor.get(PATTERNS, patternKey(url, task));
  }

  /** Returns the action patterns of the site, the most recorded first. */
  public List<ActionPattern> patterns(String url) {
    return transactor.query(new PatternsOf(SiteName.of(url)));
  }

  /** Returns the site and its visits, if it is known; from the cache if it is there. */
  public Optional<Site> get(String url) {
    return transactor.get(SITES, SiteName.of(url));
  }

  /** Returns the site and its visits; if it is not known yet, stores it without a visit. */
  public Site getOrCreate(String url) {
    String site = SiteName.of(url);
    return get(url).orElseGet(() -> transactor.write(tx -> SiteRows.makeKnown(tx, site)));
  }

  /** Returns all that is known of the site at one moment, if anything is. */
  public Optional<SiteProfile> profile(String url) {
    return transactor.query(new ProfileOf(SiteName.of(url)));
  }

  /**
   * Returns the knowledge about the site as a text for a language model, of {@link #PROMPT_CHARS}
   * characters at most; see {@link #promptContext(String, int)}.
   */
  public String promptContext(String url) {
    return promptContext(url, PROMPT_CHARS);
  }

  /**
   * Returns the knowledge about the site as a compact text for a language model; empty if there is
   * none.
   *
   * <p>The first line names the site. Selectors, quirks and action patterns follow, one a line, the
   * most reliable of each kind first; if not all fit, the best of each kind stay. The same
   * knowledge gives the same text. Recorded texts pass through {@link PromptText}: they cannot
   * begin a new line, and have neither half characters nor invisible ones.
   *
   * @param maxChars the budget; the text is never longer, and no line of it is cut
   */
  public String promptContext(String url, int maxChars) {
    Arguments.notNegative("maxChars", maxChars);
    return transactor.query(new PromptContextOf(SiteName.of(url), maxChars));
  }

  /** Returns all known sites, the most visited first. */
  public List<Site> list() {
    return list(Integer.MAX_VALUE);
  }

  /** Returns the {@code limit} most visited sites, the most visited first. */
  public List<Site> list(int limit) {
    Arguments.notNegative("limit", limit);
    return transactor.query(new MostVisited(limit));
  }

  /** Returns how many sites are known. */
  public long count() {
    return transactor.query(new SiteCount());
  }

  /**
   * Removes all that is known of the site; false if nothing was. Episodes that happened there stay.
   */
  public boolean remove(String url) {
    String site = SiteName.of(url);
    return transactor.write(tx -> SiteRows.remove(tx, site));
  }

  private static SiteTask patternKey(String url, String task) {
    return new SiteTask(SiteName.of(url), KeyPart.shortened("task", task));
  }

  /**
   * Moves all that is known of one site to another, for instance when a site has a new host; false
   * if nothing was known of the first site or both are the same.
   *
   * <p>Counts are added up. Where both sites have a selector, a workaround or an action pattern for
   * the same thing, the one that was recorded later stays. Episodes keep their site.
   */
  public boolean move(String fromUrl, String toUrl) {
    String from = SiteName.of(fromUrl);
    String to = SiteName.of(toUrl);
    return transactor.write(tx -> new SiteMove(tx, from, to).run());
  }

  /**
   * Moves each site that was stored under a name by IDNA 2003 to the name that it has today, and
   * returns how many were moved. A name that IDNA 2003 gave to two sites, such as {@code
   * strasse.de}, does not tell which of them was meant, and stays.
   *
   * <p>Only stores that were written before Cairn followed UTS #46 can have such names. Each site
   * is moved as by {@link #move}: outside of a transaction in one of its own, so that no other
   * writer waits long. If it is stopped halfway, some sites are moved as a whole and the others not
   * at all, and a second call moves these.
   */
  public int moveFormerNames() {
    return SiteMove.toNamesOfToday(transactor, list());
  }
}
