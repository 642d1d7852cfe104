package dev.cairn.documents;

import dev.cairn.documents.Recollection.Kind;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.Episodes;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The episodes, skills and quirks of a namespace as texts, as one transaction sees them. */
final class Known {
  private static final String KIND = "kind";
  private static final String ID = "id";

  /** The kinds of the texts by the names of their tables. */
  private static final Map<String, Kind> KINDS =
      Map.of("episodes", Kind.EPISODE, "skills", Kind.SKILL, "quirks", Kind.QUIRK);

  private Known() {}

  /** Returns the texts by the ids that they have in the index. */
  static SortedMap<String, NewDocument> in(Transaction tx) {
    Repositories in = Repositories.of(tx);
    SortedMap<String, NewDocument> known = new TreeMap<>();
    Stream.of(
            in.episodes().list().stream().map(Known::text),
            in.skills().list().stream().map(Known::text),
            in.sites().quirks().stream().map(Known::text))
        .flatMap(texts -> texts)
        .forEach(text -> known.put(text.id().orElseThrow(), text));
    return known;
  }

  /**
   * Returns the texts that were changed after a version, by the ids that they have in the index:
   * empty ones are gone.
   *
   * @return nothing if any text may have changed
   */
  static Optional<SortedMap<String, Optional<NewDocument>>> changedSince(
      Transaction tx, long version) {
    SortedMap<String, Optional<NewDocument>> changed = new TreeMap<>();
    boolean all =
        Stream.of(Episodes.tables(), Skills.tables(), Sites.tables())
            .flatMap(List::stream)
            .filter(table -> KINDS.containsKey(table.name()))
            .allMatch(table -> addChanged(tx, table, version, changed));
    return all ? Optional.of(changed) : Optional.empty();
  }

  /** Returns false if any text of a table may have changed. */
  private static <K, V extends Record> boolean addChanged(
      Transaction tx, Table<K, V> table, long version, Map<String, Optional<NewDocument>> changed) {
    UnrecordedRows<K, V> rows = UnrecordedRows.of(tx, table);
    RowChanges<K> changes = rows.changesSince(version);
    boolean all = !changes.everything();
    for (RowChanges.Change<K> change : changes.keys()) {
      Optional<NewDocument> text = Optional.ofNullable(rows.get(change.key())).map(Known::text);
      if (text.isPresent()) {
        changed.put(text.get().id().orElseThrow(), text);
      } else if (change.key() instanceof String id) {
        changed.put(id(KINDS.getOrDefault(table.name(), Kind.DOCUMENT), id, ""), text);
      } else {
        all = false; // of a quirk that is gone, its text is needed
      }
    }
    return all;
  }

  private static NewDocument text(Record row) {
    if (row instanceof Episode episode) {
      return text(episode);
    }
    return row instanceof Skill skill ? text(skill) : text((Quirk) row);
  }

  /** The texts that texts of the index have in their repositories, as one transaction sees them. */
  static final class Now {
    private final Repositories in;

    /**
     * The quirks by their ids in the index, for they have no others; null until one is asked for.
     */
    private @Nullable Map<String, NewDocument> quirks;

    Now(Transaction tx) {
      this.in = Repositories.of(tx);
    }

    /** Returns the text of a text of the index, if it is there. */
    Optional<NewDocument> of(NewDocument indexed) {
      String id = value(indexed.metadata(), ID);
      return switch (Kind.valueOf(value(indexed.metadata(), KIND))) {
        case EPISODE -> in.episodes().get(id).map(Known::text);
        case SKILL -> in.skills().get(id).map(Known::text);
        case QUIRK -> Optional.ofNullable(quirks().get(indexed.id().orElseThrow()));
        case DOCUMENT -> Optional.empty();
      };
    }

    private Map<String, NewDocument> quirks() {
      Map<String, NewDocument> read = quirks;
      if (read == null) {
        read = new HashMap<>();
        for (Quirk quirk : in.sites().quirks()) {
          NewDocument text = text(quirk);
          read.put(text.id().orElseThrow(), text);
        }
        quirks = read;
      }
      return read;
    }
  }

  /** The repositories in a transaction; the clock is for what is written, which is nothing. */
  private record Repositories(Episodes episodes, Skills skills, Sites sites) {
    static Repositories of(Transaction tx) {
      Transactor joined = Store.joining(tx);
      Clock clock = Clock.systemUTC();
      return new Repositories(
          new Episodes(joined, clock), new Skills(joined, clock), new Sites(joined, clock));
    }
  }

  private static NewDocument text(Episode episode) {
    String text = episode.task() + "\n\n" + String.join("\n", episode.steps());
    return text(Kind.EPISODE, episode.id(), "", text + "\n\n" + episode.result());
  }

  private static NewDocument text(Skill skill) {
    String text = skill.name() + "\n\n" + skill.description();
    return text(Kind.SKILL, skill.id(), "", text + "\n\n" + String.join(" ", skill.tags()));
  }

  private static NewDocument text(Quirk quirk) {
    String text = quirk.site() + "\n\n" + quirk.description() + "\n\n" + quirk.workaround();
    return text(Kind.QUIRK, quirk.site(), quirk.description(), text);
  }

  private static NewDocument text(Kind kind, String id, String further, String text) {
    return NewDocument.of(id(kind, id, further), text.strip()).with(KIND, kind.name()).with(ID, id);
  }

  private static String id(Kind kind, String id, String further) {
    return kind + " " + id + " " + further;
  }

  /** Returns what a hit in the index stands for. */
  static Recollection recollection(Hit hit, double score) {
    Metadata metadata = hit.document().metadata();
    return new Recollection(Kind.valueOf(value(metadata, KIND)), value(metadata, ID), score, hit);
  }

  private static String value(Metadata metadata, String name) {
    return metadata.get(name).orElseThrow().toString();
  }
}
