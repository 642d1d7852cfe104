package dev.cairn.tools.imports;

import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The formats that can be imported, in the order in which a source is compared with them. */
final class Formats {
  private final List<Format> all;

  /**
   * Makes the readers.
   *
   * @param now the time of records that have none
   */
  Formats(Instant now) {
    all =
        List.of(
            new ChromaDirectory(),
            new EpisodesDatabase(now),
            new LangGraphStore(now),
            new Mem0History(),
            new MarkdownFolder(),
            new GraphFormat(),
            new SiteMemoryFile(now),
            new SkillsFile(),
            new JsonLinesFile(now),
            new CsvFile());
  }

  Format named(String word) {
    return all.stream()
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("--as must be %s, not %s".formatted(words(), word)));
  }

  private String words() {
    return all.stream().map(Format::word).sorted().collect(Collectors.joining(", "));
  }

  Format recognised(Source source) throws IOException, BadLineException {
    for (Format each : all) {
      if (each.recognises(source)) {
        return each;
      }
    }
    String contents =
        source.isFolder()
            ? "the folder has neither Markdown files nor Chroma's database"
            : source.isDatabase()
                ? "the SQLite database has the tables "
                    + String.join(", ", source.database().tables())
                    + ", which are none that Cairn knows"
                : "the file is of no known format";
    throw new IllegalArgumentException(
        "%s: %s; --as names its format: %s".formatted(source.name(), contents, words()));
  }
}
