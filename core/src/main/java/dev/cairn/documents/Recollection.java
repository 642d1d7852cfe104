package dev.cairn.documents;

/**
 * Something that a memory knows, which answers a question.
 *
 * @param kind the repository that it is in
 * @param id the id of the document, of the episode or of the skill; for a quirk the name of its
 *     site, and for an entity its name
 * @param score the score, from 0 to 1, greater for a better answer
 * @param hit the text that was found, with the parts of the score. For what is no document, the
 *     text is what the index has of it, and the id is the index's own
 */
public record Recollection(Kind kind, String id, double score, Hit hit) {
  /** The kinds of what a memory knows. */
  public enum Kind {
    /** A document of the collection {@code documents}. */
    DOCUMENT,
    /** A task that an agent undertook. */
    EPISODE,
    /** A skill of agents. */
    SKILL,
    /** A peculiarity of a web site. */
    QUIRK,
    /** An entity of the knowledge graph, with its observations. */
    ENTITY
  }
}
