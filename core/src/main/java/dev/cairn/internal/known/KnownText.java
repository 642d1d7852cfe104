package dev.cairn.internal.known;

import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Observation;
import dev.cairn.sites.Quirk;
import dev.cairn.skills.Skill;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of something that a repository has; never blank.
 *
 * @param indexId the id in the index
 * @param kind the repository
 * @param id the id in the repository; for a quirk the name of its site
 */
public record KnownText(String indexId, Kind kind, String id, String text) {
  /** An entity is found by no more of its observations than these characters hold. */
  private static final int LONGEST = 1 << 20;

  /** The repositories that have texts. */
  public enum Kind {
    EPISODE,
    SKILL,
    QUIRK,
    ENTITY
  }

  static KnownText of(Episode episode) {
    String text = episode.task() + "\n\n" + String.join("\n", episode.steps());
    return of(Kind.EPISODE, episode.id(), text + "\n\n" + episode.result());
  }

  static KnownText of(Skill skill) {
    String text = skill.name() + "\n\n" + skill.description();
    return of(Kind.SKILL, skill.id(), text + "\n\n" + String.join(" ", skill.tags()));
  }

  static KnownText of(Quirk quirk) {
    String text = quirk.site() + "\n\n" + quirk.description() + "\n\n" + quirk.workaround();
    String id = indexId(Kind.QUIRK, quirk.site(), quirk.description());
    return new KnownText(id, Kind.QUIRK, quirk.site(), text.strip());
  }

  /**
   * Makes the text of an entity of the graph, which is the only thing that may be without words.
   *
   * @param key the key of its row
   * @return nothing if name, type and observations are blank
   */
  static Optional<KnownText> of(String key, Entity entity) {
    String observations =
        entity.observations().stream().map(Observation::text).collect(Collectors.joining("\n"));
    String text = entity.name() + "\n\n" + entity.type() + "\n\n" + observations;
    String shown = text.substring(0, Math.min(LONGEST, text.length())).strip();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new KnownText(indexId(Kind.ENTITY, key, ""), Kind.ENTITY, entity.name(), shown));
  }

  private static KnownText of(Kind kind, String id, String text) {
    return new KnownText(indexId(kind, id, ""), kind, id, text.strip());
  }

  /** Returns the id in the index of what a repository has by this id. */
  static String indexId(Kind kind, String id, String further) {
    return kind + " " + id + " " + further;
  }
}
