package dev.cairn.bench.contender;

import dev.cairn.bench.codec.KryoCodec;
import dev.cairn.bench.data.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import java.util.List;
import java.util.function.Supplier;

/**
 * Describes one kind of record, which a {@link RowStore} keeps in a table, map or column family of
 * its own.
 *
 * <p>Keys are texts, and their order as bytes is the order that scans go by. If a key has several
 * parts, {@link #SEPARATOR} separates them.
 *
 * @param <T> the type of the records
 */
final class RowKind<T> {
  /** Orders before every character of a site's name. */
  static final char SEPARATOR = ' ';

  /** Notes by id. */
  static final RowKind<Note> NOTES = new RowKind<>("notes", Note.class, KryoCodec::notes);

  /** Sites by name. */
  static final RowKind<Site> SITES = new RowKind<>("sites", Site.class, KryoCodec::sites);

  /** Selectors by site and purpose. */
  static final RowKind<Selector> SELECTORS =
      new RowKind<>("selectors", Selector.class, KryoCodec::selectors);

  /** Episodes by id. */
  static final RowKind<Episode> EPISODES =
      new RowKind<>("episodes", Episode.class, KryoCodec::episodes);

  /** The index of episodes by site and time, the newest first; each entry leads to an id. */
  static final RowKind<String> EPISODES_BY_SITE =
      new RowKind<>("episodes_by_site", String.class, KryoCodec::texts);

  /** All kinds. */
  static final List<RowKind<?>> ALL = List.of(NOTES, SITES, SELECTORS, EPISODES, EPISODES_BY_SITE);

  private final String name;
  private final Class<T> type;
  private final ThreadLocal<KryoCodec<T>> codecs;

  private RowKind(String name, Class<T> type, Supplier<KryoCodec<T>> codec) {
    this.name = name;
    this.type = type;
    this.codecs = ThreadLocal.withInitial(codec);
  }

  /** Returns the name, a word. */
  String name() {
    return name;
  }

  /** Returns the class of what is stored. */
  Class<T> type() {
    return type;
  }

  /** Returns the calling thread's codec. */
  KryoCodec<T> codec() {
    return codecs.get();
  }
}
