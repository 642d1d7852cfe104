package dev.cairn.tools.sources;

import dev.cairn.Cairn;
import dev.cairn.repositories.SourceHit;
import dev.cairn.tools.display.SourceDisplay;
import dev.cairn.tools.settings.CommandEmbedder;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.TerminalText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn search}: prints the passages of source files that answer a question best. */
@Command(
    name = "search",
    description = {
      "Prints the best passages of a repository's files: file, lines, score and text. They are "
          + "found by words, and by meaning too where 'cairn sync --embed' has stored them.",
      "",
      "A phrase in quotation marks must occur as it is, and retr* stands for all words that begin "
          + "so. With --json, one object a line."
    },
    footer = {
      "%nExamples:",
      "  cairn search 'where is the retry policy' --repo shop",
      "  cairn search '\"no such file\" open*' --repo shop --limit 3 --json"
    })
public final class SearchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "QUERY", description = "The words to search for.")
  private String query = "";

  @Option(
      names = "--repo",
      paramLabel = "N",
      required = true,
      description = "The repository: the name that 'cairn sync' has printed.")
  private String repository = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "At most so many files (default: ${DEFAULT-VALUE}).")
  private int limit;

  private final Session cairn;

  /** Makes the verb for a run of the command. */
  public SearchCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    try (Cairn store = Cairn.open(cairn.store(), CommandEmbedder.options(cairn).readOnly())) {
      List<SourceHit> hits = store.memory().repositories().search(repository, query, limit);
      store
          .memory()
          .documents("repository:" + repository)
          .missingEmbedder()
          .ifPresent(this::tellOfWords);
      hits.forEach(this::print);
      if (hits.isEmpty() && !cairn.json()) {
        cairn.screen().out().println("nothing found");
      }
    }
    return ExitCode.OK;
  }

  private void tellOfWords(String embedder) {
    String sentence = CommandEmbedder.wordsAlone("repository:" + repository, embedder);
    cairn.screen().err().println("cairn: " + TerminalText.line(sentence));
  }

  private void print(SourceHit hit) {
    if (cairn.json()) {
      cairn.screen().out().println(Json.line(hit));
      return;
    }
    new SourceDisplay(cairn.screen()).hit(hit);
  }
}
