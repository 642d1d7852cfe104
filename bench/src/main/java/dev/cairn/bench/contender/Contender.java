package dev.cairn.bench.contender;

import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store or cache that the benchmark compares with others, set up as its own documentation
 * advises. All contenders are given the same records. Those that store bytes encode them with the
 * same Kryo serializers, except for Cairn, which has its own codec, and JSON files.
 *
 * <p>Thread-safe. A write that returned is synced, unless {@link ContenderKind} says otherwise. A
 * method that a contender does not support throws {@link UnsupportedOperationException}; no
 * workload calls it.
 */
public interface Contender extends AutoCloseable {
  /** The duration of each recorded visit. */
  Duration TOOK = Duration.ofMillis(1500);

  /** Stores notes in few large transactions. */
  void loadNotes(Iterable<Note> notes);

  /** Stores a site with one visit for each URL. */
  void loadSites(Iterable<String> urls);

  /** Stores selectors; their sites are those that {@link #loadSites} stored. */
  void loadSelectors(Iterable<Selector> selectors);

  /** Stores episodes, so that {@link #newest} finds them. */
  void loadEpisodes(Iterable<Episode> episodes);

  /** Reads a note, or null if there is none. */
  @Nullable Note note(String id);

  /** Stores a note under its id. */
  void put(Note note);

  /** Stores a note; the future completes when it is synced. */
  CompletableFuture<?> putLater(Note note);

  /** Atomically replaces the note with this id, which must exist, with its {@link Note#used()}. */
  Note use(String id);

  /** Atomically counts a visit to the site of a URL; the site must exist. */
  Site visit(String url);

  /** Reads the site of a URL, or null if there is none. */
  @Nullable Site site(String url);

  /** Reads the notes whose ids begin with a prefix, in the order of their ids. */
  List<Note> notes(String prefix);

  /** Reads a selector, or null if there is none. */
  @Nullable Selector selector(String url, String purpose);

  /** Reads a site and all its selectors, and writes them as text for a language model. */
  String promptContext(String url);

  /** Reads the newest episodes of the site of a URL, the newest first. */
  List<Episode> newest(String url, int limit);

  @Override
  void close();
}
