package dev.cairn.bench.contender;

import static dev.cairn.bench.contender.RowKind.SEPARATOR;

import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.values.SiteName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Implements all operations of the benchmark on any store of rows by key, a {@link RowStore}. */
final class RowContender implements Contender {
  private final RowStore store;
  private final boolean durable;
  private final Rows<Note> notes;
  private final PutQueue<Note> laterNotes;
  private final Rows<Site> sites;
  private final Rows<Selector> selectors;
  private final EpisodeRows episodes;

  /**
   * Takes over a store, and closes it in the end.
   *
   * @param durable whether a write waits for the disk
   */
  RowContender(RowStore store, boolean durable) {
    this.store = store;
    this.durable = durable;
    notes = store.rows(RowKind.NOTES);
    laterNotes = new PutQueue<>(notes);
    sites = store.rows(RowKind.SITES);
    selectors = store.rows(RowKind.SELECTORS);
    episodes = store.episodes();
  }

  @Override
  public void loadNotes(Iterable<Note> all) {
    load(notes, all, Note::id, UnaryOperator.identity());
  }

  @Override
  public void loadSites(Iterable<String> urls) {
    Instant now = Instant.now();
    load(
        sites,
        urls,
        SiteName::of,
        url -> new Site(SiteName.of(url), 1, TOOK, Optional.of(now), Optional.of(now)));
  }

  @Override
  public void loadSelectors(Iterable<Selector> all) {
    load(
        selectors,
        all,
        selector -> selectorKey(selector.site(), selector.purpose()),
        UnaryOperator.identity());
  }

  @Override
  public void loadEpisodes(Iterable<Episode> all) {
    Chunks.forEach(all, episodes::load);
  }

  private static <E, T> void load(
      Rows<T> rows, Iterable<E> elements, Function<E, String> key, Function<E, T> value) {
    Chunks.forEach(
        elements,
        chunk ->
            rows.load(
                chunk.stream()
                    .map(element -> Map.entry(key.apply(element), value.apply(element)))
                    .toList()));
  }

  private static String selectorKey(String site, String purpose) {
    return site + SEPARATOR + purpose;
  }

  @Override
  public @Nullable Note note(String id) {
    return notes.get(id);
  }

  @Override
  public void put(Note note) {
    notes.put(note.id(), note);
  }

  /** A write that does not wait for the disk is done sooner than it is handed over. */
  @Override
  public CompletableFuture<?> putLater(Note note) {
    if (durable) {
      return laterNotes.add(note.id(), note);
    }
    put(note);
    return CompletableFuture.completedFuture(note);
  }

  @Override
  public Note use(String id) {
    return notes.update(id, Note::used);
  }

  @Override
  public Site visit(String url) {
    Instant now = Instant.now();
    return sites.update(
        SiteName.of(url),
        known ->
            new Site(
                known.name(),
                known.visits() + 1,
                known.totalTime().plus(TOOK),
                known.firstVisit(),
                Optional.of(now)));
  }

  @Override
  public @Nullable Site site(String url) {
    return sites.get(SiteName.of(url));
  }

  @Override
  public List<Note> notes(String prefix) {
    return notes.scan(prefix, Integer.MAX_VALUE);
  }

  @Override
  public @Nullable Selector selector(String url, String purpose) {
    return selectors.get(selectorKey(SiteName.of(url), purpose));
  }

  @Override
  public String promptContext(String url) {
    String name = SiteName.of(url);
    Site site = sites.get(name);
    return site == null
        ? ""
        : KnownSite.promptContext(site, selectors.scan(selectorKey(name, ""), Integer.MAX_VALUE));
  }

  @Override
  public List<Episode> newest(String url, int limit) {
    return episodes.newest(SiteName.of(url), limit);
  }

  @Override
  public void close() {
    laterNotes.close();
    store.close();
  }
}
