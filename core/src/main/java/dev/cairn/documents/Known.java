package dev.cairn.documents;

import dev.cairn.documents.Recollection.Kind;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.Episodes;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.table.Store;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skill;
import dev.cairn.skills.Skills;
import dev.cairn.table.Query;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.util.HashMap;
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

  private Known() {}

  /** Tells the state of all texts by a number, which is kept until one of them has changed. */
  enum State implements Query<Transaction, Long> {
    OF_ALL;

    @Override
    public Long answer(Transaction tx) {
      return of(in(tx));
    }

    static long of(SortedMap<String, NewDocument> texts) {
      long state = 1;
      for (Map.Entry<String, NewDocument> each : texts.entrySet()) {
        state = 31 * state + Long.parseUnsignedLong(hash(each).substring(0, 16), 16);
      }
      return state;
    }

    private static String hash(Map.Entry<String, NewDocument> each) {
      return FieldKey.hash(each.getKey() + '\n' + each.getValue().text());
    }
  }

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
    return NewDocument.of(kind + " " + id + " " + further, text.strip())
        .with(KIND, kind.name())
        .with(ID, id);
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
