package dev.cairn.sites;

import dev.cairn.sites.Selector.Candidate;
import dev.cairn.values.PromptText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the known facts about a web site as text for a language model, within a limit of
 * characters.
 *
 * <p>Each fact is one line: a budget cuts off whole facts, and a recorded text, which passes
 * through {@link PromptText}, cannot pretend to be another line. The kinds of facts take turns for
 * the budget, the best of each kind first: many selectors do not crowd out the one quirk that
 * matters.
 */
final class PromptContext {
  /**
   * The most characters of a description or an action. A selector is never shortened: it would be
   * wrong.
   */
  private static final int MAX_TEXT_CHARS = 240;

  private static final int MAX_ACTIONS = 12;
  private static final int MAX_WORKING_CANDIDATES = 4;
  private static final int MAX_FAILING_CANDIDATES = 2;

  /** Stands for a text that consists of nothing visible. */
  private static final String NOTHING_VISIBLE = "(nothing visible)";

  private PromptContext() {}

  /** Returns the text, which is empty if nothing is known or the first line does not fit. */
  static String of(SiteProfile profile, int maxChars) {
    List<Section> sections =
        List.of(
            new Section(
                "Selectors (worked/tried):",
                profile.selectors().stream().map(PromptContext::line).toList()),
            new Section(
                "Quirks (=> what to do):",
                profile.quirks().stream().map(PromptContext::line).toList()),
            new Section(
                "Tasks (actions in order):",
                profile.patterns().stream()
                    .filter(pattern -> !pattern.actions().isEmpty())
                    .map(PromptContext::line)
                    .toList()));
    boolean unknown =
        profile.site().visits() == 0
            && sections.stream().allMatch(section -> section.facts.isEmpty());
    String header = header(profile.site());
    if (unknown || header.length() > maxChars) {
      return "";
    }
    share(sections, maxChars - header.length());
    return Stream.concat(Stream.of(header), sections.stream().flatMap(Section::lines))
        .collect(Collectors.joining("\n"));
  }

  private static void share(List<Section> sections, int budget) {
    int left = budget;
    int most = sections.stream().mapToInt(section -> section.facts.size()).max().orElse(0);
    for (int rank = 0; rank < most; rank++) {
      for (Section section : sections) {
        left -= section.take(rank, left);
      }
    }
  }

  private static String header(Site site) {
    if (site.visits() == 0) {
      return "Site " + site.name() + ": not visited yet";
    }
    String last = site.lastVisit().map(at -> ", last on " + date(at)).orElse("");
    return "Site %s: %s, %s on average%s"
        .formatted(
            site.name(),
            site.visits() == 1 ? "1 visit" : site.visits() + " visits",
            text(site.averageTime()),
            last);
  }

  /** Returns the date in UTC: of every instant, while {@code LocalDate} does not reach the ends. */
  private static String date(Instant at) {
    String text = at.toString();
    return text.substring(0, text.indexOf('T'));
  }

  private static String line(Selector selector) {
    List<Candidate> order = selector.candidatesInOrder();
    String working =
        order.stream()
            .filter(candidate -> !candidate.isFailing())
            .limit(MAX_WORKING_CANDIDATES)
            .map(PromptContext::text)
            .collect(Collectors.joining(", else "));
    String failing =
        order.stream()
            .filter(Candidate::isFailing)
            .limit(MAX_FAILING_CANDIDATES)
            .map(PromptContext::text)
            .collect(Collectors.joining(", "));
    String labelled =
        failing.isEmpty()
            ? working
            : working.isEmpty() ? "all failing: " + failing : working + "; failing: " + failing;
    return "- " + text(selector.purpose()) + ": " + labelled;
  }

  private static String text(Candidate candidate) {
    String tries =
        candidate.tries() == 0 ? "untried" : candidate.successes() + "/" + candidate.tries();
    return code(PromptText.line(candidate.selector())) + " (" + tries + ")";
  }

  /**
   * Returns a text as a code span of CommonMark, which shows exactly this text: a backtick at
   * either end is kept from the fence by a blank, of which CommonMark takes one away from both
   * ends.
   */
  private static String code(String text) {
    if (text.isBlank()) {
      return NOTHING_VISIBLE;
    }
    String fence = "`".repeat(longestRunOfBackticks(text) + 1);
    boolean stripped = text.startsWith(" ") && text.endsWith(" ");
    String blank = text.startsWith("`") || text.endsWith("`") || stripped ? " " : "";
    return fence + blank + text + blank + fence;
  }

  /** A fence that is longer than any in the selector cannot be closed by the selector. */
  private static int longestRunOfBackticks(String selector) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < selector.length(); i++) {
      run = selector.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static String line(Quirk quirk) {
    String workaround = PromptText.shortened(quirk.workaround(), MAX_TEXT_CHARS);
    return "- "
        + text(quirk.description())
        + (workaround.isEmpty() ? "" : " => " + workaround)
        + times(quirk.reports());
  }

  private static String line(ActionPattern pattern) {
    List<String> actions = pattern.actions();
    String shown =
        actions.stream()
            .limit(MAX_ACTIONS)
            .map(PromptContext::text)
            .collect(Collectors.joining(" -> "));
    int more = actions.size() - MAX_ACTIONS;
    return "- "
        + text(pattern.task())
        + times(pattern.timesRecorded())
        + ": "
        + shown
        + (more > 0 ? " -> … (" + more + " more)" : "");
  }

  /** Shows a count above one. */
  private static String times(long count) {
    return count > 1 ? " (" + count + "x)" : "";
  }

  private static String text(Duration duration) {
    double seconds = duration.getSeconds() + duration.getNano() / 1e9; // of the longest one too
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }

  private static String text(String recorded) {
    String text = PromptText.shortened(recorded, MAX_TEXT_CHARS);
    return text.isEmpty() ? NOTHING_VISIBLE : text;
  }

  /** One kind of facts: a heading, and the lines below it that fit into the budget. */
  private static final class Section {
    private final String heading;
    private final List<String> facts;
    private final List<String> taken = new ArrayList<>();

    Section(String heading, List<String> facts) {
      this.heading = heading;
      this.facts = facts;
    }

    /** Takes the fact of that rank if it fits into what is left; returns the characters it took. */
    int take(int rank, int left) {
      if (rank >= facts.size()) {
        return 0;
      }
      String fact = facts.get(rank);
      int lines = fact.length() + 1 + (taken.isEmpty() ? heading.length() + 1 : 0);
      if (lines > left) {
        return 0;
      }
      taken.add(fact);
      return lines;
    }

    Stream<String> lines() {
      return taken.isEmpty() ? Stream.empty() : Stream.concat(Stream.of(heading), taken.stream());
    }
  }
}
