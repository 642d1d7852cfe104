package dev.cairn.bench.contender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.values.SiteName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Benchmarks the Caffeine cache without any store, as the lower bound for the time of a cached
 * read. It has the default limits of Cairn's cache, and a constant clock, since reading the system
 * clock would take more than half of a hit's time and Cairn's own clock takes next to none. It has
 * no store and no order, so it cannot scan.
 */
final class CaffeineContender implements Contender {
  private static final long MAX_BYTES = 64L << 20;
  private static final int ENTRY_BYTES = 300;
  private static final Duration TTL = Duration.ofSeconds(60);

  private final Cache<String, Note> notes = cache();
  private final Cache<String, Site> sites = cache();
  private final Cache<SelectorKey, Selector> selectors = cache();

  private record SelectorKey(String site, String purpose) {}

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder()
        .maximumWeight(MAX_BYTES)
        .<K, V>weigher((key, value) -> ENTRY_BYTES)
        .expireAfterWrite(TTL)
        .ticker(() -> 0)
        .build();
  }

  @Override
  public void loadNotes(Iterable<Note> all) {
    all.forEach(this::put);
  }

  @Override
  public void loadSites(Iterable<String> urls) {
    Optional<Instant> now = Optional.of(Instant.now());
    for (String url : urls) {
      String name = SiteName.of(url);
      sites.put(name, new Site(name, 1, TOOK, now, now));
    }
  }

  @Override
  public void loadSelectors(Iterable<Selector> all) {
    for (Selector selector : all) {
      selectors.put(new SelectorKey(selector.site(), selector.purpose()), selector);
    }
  }

  @Override
  public void loadEpisodes(Iterable<Episode> episodes) {
    throw unordered();
  }

  @Override
  public @Nullable Note note(String id) {
    return notes.getIfPresent(id);
  }

  @Override
  public void put(Note note) {
    notes.put(note.id(), note);
  }

  @Override
  public CompletableFuture<?> putLater(Note note) {
    put(note);
    return CompletableFuture.completedFuture(note);
  }

  @Override
  public Note use(String id) {
    return Rows.present(id, notes.asMap().computeIfPresent(id, (key, note) -> note.used()));
  }

  @Override
  public Site visit(String url) {
    Instant now = Instant.now();
    String name = SiteName.of(url);
    return Rows.present(
        name,
        sites
            .asMap()
            .computeIfPresent(
                name,
                (key, known) ->
                    new Site(
                        name,
                        known.visits() + 1,
                        known.totalTime().plus(TOOK),
                        known.firstVisit(),
                        Optional.of(now))));
  }

  @Override
  public @Nullable Site site(String url) {
    return sites.getIfPresent(SiteName.of(url));
  }

  @Override
  public List<Note> notes(String prefix) {
    throw unordered();
  }

  @Override
  public @Nullable Selector selector(String url, String purpose) {
    return selectors.getIfPresent(new SelectorKey(SiteName.of(url), purpose));
  }

  @Override
  public String promptContext(String url) {
    throw unordered();
  }

  @Override
  public List<Episode> newest(String url, int limit) {
    throw unordered();
  }

  private static UnsupportedOperationException unordered() {
    return new UnsupportedOperationException("a cache has no order, and so no ranges");
  }

  @Override
  public void close() {
    notes.invalidateAll();
    sites.invalidateAll();
    selectors.invalidateAll();
  }
}
