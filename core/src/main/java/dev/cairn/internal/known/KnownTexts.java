package dev.cairn.internal.known;

import dev.cairn.episodes.Episode;
import dev.cairn.episodes.Episodes;
import dev.cairn.graph.Graph;
import dev.cairn.internal.known.KnownText.Kind;
import dev.cairn.internal.table.RowChanges;
import dev.cairn.internal.table.Store;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skill;
import dev.cairn.skills.Skills;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the repositories of a namespace, as one transaction sees them. Valid as long as the
 * transaction, and on its thread only.
 */
public final class KnownTexts {
  /** The tables that have what texts are made of. */
  private static final Set<String> TABLES =
      Set.of("episodes", "skills", "quirks", "graph-entities", "graph-observations");

  private final Transaction tx;
  private final Episodes episodes;
  private final Skills skills;
  private final Sites sites;

  /** The quirks by their ids in the index, for they have no others; null until one is asked for. */
  private @Nullable Map<String, KnownText> quirks;

  private KnownTexts(Transaction tx) {
    Transactor joined = Store.joining(tx);
    Clock clock = Clock.systemUTC(); // for what is written, which is nothing
    this.tx = tx;
    this.episodes = new Episodes(joined, clock);
    this.skills = new Skills(joined, clock);
    this.sites = new Sites(joined, clock);
  }

  /** Returns the texts that a transaction sees. */
  public static KnownTexts in(Transaction tx) {
    return new KnownTexts(tx);
  }

  /** Returns all texts by their ids in the index. */
  public SortedMap<String, KnownText> all() {
    SortedMap<String, KnownText> all = new TreeMap<>();
    Stream.of(
            episodes.list().stream().map(KnownText::of),
            skills.list().stream().map(KnownText::of),
            sites.quirks().stream().map(KnownText::of),
            Graph.entitiesByKey(tx).entrySet().stream()
                .flatMap(entity -> KnownText.of(entity.getKey(), entity.getValue()).stream()))
        .flatMap(texts -> texts)
        .forEach(text -> all.put(text.indexId(), text));
    return all;
  }

  /** Returns the text that a repository has by these ids, if it has one. */
  public Optional<KnownText> get(Kind kind, String id, String indexId) {
    return switch (kind) {
      case EPISODE -> episodes.get(id).map(KnownText::of);
      case SKILL -> skills.get(id).map(KnownText::of);
      case QUIRK -> Optional.ofNullable(quirks().get(indexId));
      case ENTITY -> entity(Graph.keyOf(id));
    };
  }

  private Map<String, KnownText> quirks() {
    Map<String, KnownText> read = quirks;
    if (read == null) {
      read = new HashMap<>();
      for (Quirk quirk : sites.quirks()) {
        KnownText text = KnownText.of(quirk);
        read.put(text.indexId(), text);
      }
      quirks = read;
    }
    return read;
  }

  private Optional<KnownText> entity(String key) {
    return Graph.entityByKey(tx, key).flatMap(entity -> KnownText.of(key, entity));
  }

  /**
   * Returns the texts that were changed after a version, by their ids in the index: empty ones are
   * gone.
   *
   * @return nothing if any text may have changed
   */
  public Optional<SortedMap<String, Optional<KnownText>>> changedSince(long version) {
    SortedMap<String, Optional<KnownText>> changed = new TreeMap<>();
    boolean all =
        Stream.of(Episodes.tables(), Skills.tables(), Sites.tables(), Graph.tables())
            .flatMap(List::stream)
            .filter(table -> TABLES.contains(table.name()))
            .allMatch(table -> addChanged(table, version, changed));
    return all ? Optional.of(changed) : Optional.empty();
  }

  /** Returns false if any text of a table may have changed. */
  private <K, V extends Record> boolean addChanged(
      Table<K, V> table, long version, Map<String, Optional<KnownText>> changed) {
    UnrecordedRows<K, V> rows = UnrecordedRows.of(tx, table);
    RowChanges<K> changes = rows.changesSince(version);
    boolean all = !changes.everything();
    for (RowChanges.Change<K> change : changes.keys()) {
      K key = change.key();
      switch (table.name()) {
        case "episodes" ->
            put(
                Kind.EPISODE,
                key,
                rows.get(key) instanceof Episode it ? KnownText.of(it) : null,
                changed);
        case "skills" ->
            put(
                Kind.SKILL,
                key,
                rows.get(key) instanceof Skill it ? KnownText.of(it) : null,
                changed);
        case "quirks" -> {
          if (rows.get(key) instanceof Quirk quirk) {
            KnownText text = KnownText.of(quirk);
            changed.put(text.indexId(), Optional.of(text));
          } else {
            all = false; // its text is needed, and it is gone
          }
        }
        default -> {
          String entity = Graph.entityKeyOf(key).orElseThrow();
          // Once for all of its observations that have changed.
          changed.computeIfAbsent(KnownText.indexId(Kind.ENTITY, entity, ""), id -> entity(entity));
        }
      }
    }
    return all;
  }

  private static void put(
      Kind kind, Object id, @Nullable KnownText text, Map<String, Optional<KnownText>> changed) {
    changed.put(KnownText.indexId(kind, (String) id, ""), Optional.ofNullable(text));
  }
}
