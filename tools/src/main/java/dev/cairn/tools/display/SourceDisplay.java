package dev.cairn.tools.display;

import dev.cairn.repositories.SourceHit;
import dev.cairn.repositories.SyncReport;
import dev.cairn.repositories.SyncReport.LeftOut;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TerminalText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the reports of syncs of source files, and the passages that a search has found. */
public final class SourceDisplay {
  private static final int EXAMPLES = 3;

  private final PrintWriter out;

  /** Creates a display on standard output. */
  public SourceDisplay(Screen screen) {
    this.out = screen.out();
  }

  /** Prints the counts of a sync, and the files that were left out with the reasons. */
  public void report(SyncReport report) {
    out.println(
        "%s: %s added, %s changed, %s deleted, %s unchanged, %s skipped, %s failed in %s"
            .formatted(
                TerminalText.line(report.repository()),
                Figures.count(report.added().size()),
                Figures.count(report.changed().size()),
                Figures.count(report.deleted().size()),
                Figures.count(report.unchanged()),
                Figures.count(report.skipped().size()),
                Figures.count(report.failed().size()),
                Figures.duration(report.took())));
    report
        .missingEmbedder()
        .ifPresent(
            embedder ->
                out.println(
                    "  without the embedder %s: new and changed files are found by words alone, until a sync with it"
                        .formatted(TerminalText.line(embedder))));
    byReason(report.skipped())
        .forEach((reason, paths) -> out.println("  skipped, " + reason + ": " + some(paths)));
    for (LeftOut left : report.failed()) {
      out.println(
          "  failed: %s: %s"
              .formatted(TerminalText.line(left.path()), TerminalText.line(left.reason())));
    }
  }

  private static Map<String, List<String>> byReason(List<LeftOut> all) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                LeftOut::reason,
                TreeMap::new,
                Collectors.mapping(LeftOut::path, Collectors.toList())));
  }

  private static String some(List<String> paths) {
    String shown =
        paths.stream().limit(EXAMPLES).map(TerminalText::line).collect(Collectors.joining(", "));
    int more = paths.size() - EXAMPLES;
    return more > 0 ? shown + " and " + Figures.count(more) + " more" : shown;
  }

  /** Prints the file, the lines and the score of a hit, and below them its text. */
  public void hit(SourceHit hit) {
    out.println(
        "%s:%d-%d  %s"
            .formatted(
                TerminalText.line(hit.path()),
                hit.firstLine(),
                hit.lastLine(),
                String.format(Locale.ROOT, "%.2f", hit.score())));
    hit.text().lines().forEach(line -> out.println("    " + TerminalText.lines(line)));
  }
}
