package dev.cairn.bench.contender;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Selector.Candidate;
import dev.cairn.sites.Site;
import dev.cairn.sites.Sites;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets the benchmark measure Cairn through its public API. */
final class CairnContender implements Contender {
  /** Looked up by those who read sites: the start of a JVM that does not is measured too. */
  private static final class SitesTable {
    static final Table<String, Site> SITES = find();

    @SuppressWarnings("unchecked") // docs/file-format.md: sites by name
    private static Table<String, Site> find() {
      return (Table<String, Site>)
          Sites.tables().stream()
              .filter(table -> table.recordClass() == Site.class)
              .findFirst()
              .orElseThrow();
    }
  }

  private final Cairn cairn;
  private final Memory memory;
  private final boolean cached;

  /** Opens a store. */
  CairnContender(Path directory, CairnOptions options, boolean cached) {
    this.cached = cached;
    cairn = Cairn.open(directory, options);
    memory = cairn.memory();
  }

  @Override
  public void loadNotes(Iterable<Note> notes) {
    Chunks.forEach(
        notes,
        chunk ->
            cairn
                .memory()
                .writeAndGet(
                    tx -> {
                      chunk.forEach(note -> tx.put(Note.TABLE, note.id(), note));
                      return chunk.size();
                    }));
  }

  @Override
  public void loadSites(Iterable<String> urls) {
    Chunks.forEach(
        urls, chunk -> memory.write(in -> chunk.forEach(url -> in.sites().recordVisit(url, TOOK))));
  }

  @Override
  public void loadSelectors(Iterable<Selector> selectors) {
    Chunks.forEach(
        selectors,
        chunk -> memory.write(in -> chunk.forEach(selector -> record(in.sites(), selector))));
  }

  /** Brings a selector to where it is in the way that agents do: it is cached, and then tried. */
  private static void record(Sites sites, Selector selector) {
    String site = selector.site();
    String purpose = selector.purpose();
    for (long i = 0; i < selector.timesCached(); i++) {
      sites.cacheSelector(site, purpose, selector.primary(), selector.fallbacks());
    }
    for (Candidate candidate : selector.candidates()) {
      long early = candidate.failures() - candidate.failuresInARow();
      tried(sites, selector, candidate, Outcome.FAILURE, early);
      tried(sites, selector, candidate, Outcome.SUCCESS, candidate.successes());
      tried(sites, selector, candidate, Outcome.FAILURE, candidate.failuresInARow());
    }
  }

  private static void tried(
      Sites sites, Selector selector, Candidate candidate, Outcome outcome, long times) {
    for (long i = 0; i < times; i++) {
      sites.recordSelectorOutcome(
          selector.site(), selector.purpose(), candidate.selector(), outcome);
    }
  }

  @Override
  public void loadEpisodes(Iterable<Episode> episodes) {
    Chunks.forEach(episodes, chunk -> memory.write(in -> chunk.forEach(in.episodes()::record)));
  }

  @Override
  public @Nullable Note note(String id) {
    return memory.get(Note.TABLE, id).orElse(null);
  }

  @Override
  public void put(Note note) {
    memory.put(Note.TABLE, note.id(), note);
  }

  @Override
  public CompletableFuture<?> putLater(Note note) {
    return memory.writeAsync(in -> in.put(Note.TABLE, note.id(), note));
  }

  @Override
  public Note use(String id) {
    return memory.update(Note.TABLE, id, known -> known.orElseThrow().used());
  }

  @Override
  public Site visit(String url) {
    return memory.sites().recordVisit(url, TOOK);
  }

  @Override
  public @Nullable Site site(String url) {
    return memory.get(SitesTable.SITES, SiteName.of(url)).orElse(null);
  }

  @Override
  public List<Note> notes(String prefix) {
    // Without a cache there is nothing to gain from a query.
    Notes notes = new Notes(prefix);
    return cached ? memory.query(notes) : notes.answer(memory);
  }

  private record Notes(String prefix) implements Query<Memory, List<Note>> {
    @Override
    public List<Note> answer(Memory memory) {
      Scan scan = Scan.all().from(prefix).before(Rows.endOf(prefix));
      return memory.scan(Note.TABLE, scan).map(Row::value).toList();
    }
  }

  @Override
  public @Nullable Selector selector(String url, String purpose) {
    return memory.sites().selector(url, purpose).orElse(null);
  }

  @Override
  public String promptContext(String url) {
    return memory.sites().promptContext(url);
  }

  @Override
  public List<Episode> newest(String url, int limit) {
    return memory.episodes().find(EpisodeQuery.newest(limit).atSite(url));
  }

  @Override
  public void close() {
    cairn.close();
  }
}
