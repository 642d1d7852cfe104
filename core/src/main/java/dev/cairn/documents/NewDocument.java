package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document as a caller gives it to {@link Documents}: its text, and what is known about it.
 * Immutable.
 *
 * <pre>{@code
 * NewDocument.of("readme", text).withMetadata(Metadata.of("type", "doc")).expiringAt(tomorrow)
 * }</pre>
 */
public final class NewDocument {
  /** The longest text of a document, in UTF-16 code units. */
  public static final int MAX_TEXT = 32 << 20;

  private final Optional<String> id;
  private final String text;
  private final Metadata metadata;
  private final Optional<Instant> expiresAt;
  private final float @Nullable [] vector;
  private final Optional<Chunker> chunker;

  private NewDocument(
      Optional<String> id,
      String text,
      Metadata metadata,
      Optional<Instant> expiresAt,
      float @Nullable [] vector,
      Optional<Chunker> chunker) {
    this.id = id;
    this.text = text;
    this.metadata = metadata;
    this.expiresAt = expiresAt;
    this.vector = vector;
    this.chunker = chunker;
  }

  /**
   * Returns a document with an id of the caller's, which may be of any length.
   *
   * @throws IllegalArgumentException if the id is null or blank, or the text null or longer than
   *     {@value #MAX_TEXT}
   */
  public static NewDocument of(String id, String text) {
    return of(text).withId(id);
  }

  /**
   * Returns a document that gets a time-ordered id when it is stored.
   *
   * @throws IllegalArgumentException if the text is null or longer than {@value #MAX_TEXT}
   */
  public static NewDocument of(String text) {
    if (Arguments.notNull("text", text).length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "text has %,d characters, and may have %,d at most; make several documents of it"
              .formatted(text.length(), MAX_TEXT));
    }
    return new NewDocument(
        Optional.empty(), text, Metadata.none(), Optional.empty(), null, Optional.empty());
  }

  /** Returns this with that id. */
  public NewDocument withId(String id) {
    return new NewDocument(
        Optional.of(Arguments.notBlank("id", id)), text, metadata, expiresAt, vector, chunker);
  }

  /** Returns this with that metadata instead of what it had. */
  public NewDocument withMetadata(Metadata metadata) {
    return new NewDocument(
        id, text, Arguments.notNull("metadata", metadata), expiresAt, vector, chunker);
  }

  /** Returns this with one more value in its metadata. */
  public NewDocument with(String name, Object value) {
    return withMetadata(metadata.with(name, value));
  }

  /**
   * Returns this with an end: from that time on nothing finds the document, and the next writes to
   * its collection remove it.
   */
  public NewDocument expiringAt(Instant time) {
    return new NewDocument(
        id, text, metadata, Optional.of(Arguments.notNull("time", time)), vector, chunker);
  }

  /**
   * Returns this with a vector of the caller's own instead of one of an {@link Embedder}. The
   * document is one passage then, and its text may be blank: it is found by its meaning alone.
   *
   * @param vector finite numbers that are not all zero; its length does not matter. All vectors of
   *     a collection have one dimension, and those of callers do not share it with an embedder's
   */
  public NewDocument withVector(float[] vector) {
    return new NewDocument(
        id, text, metadata, expiresAt, Arguments.notNull("vector", vector).clone(), chunker);
  }

  /** Returns this with a chunker of its own, in place of the collection's. */
  public NewDocument withChunker(Chunker chunker) {
    return new NewDocument(
        id, text, metadata, expiresAt, vector, Optional.of(Arguments.notNull("chunker", chunker)));
  }

  /** Returns the id, if the caller has given one. */
  public Optional<String> id() {
    return id;
  }

  /** Returns the text. */
  public String text() {
    return text;
  }

  /** Returns the metadata. */
  public Metadata metadata() {
    return metadata;
  }

  /** Returns the time from which nothing finds the document, if it has one. */
  public Optional<Instant> expiresAt() {
    return expiresAt;
  }

  /** Returns a copy of the vector, if the caller has given one. */
  public Optional<float[]> vector() {
    return Optional.ofNullable(vector).map(float[]::clone);
  }

  /** Returns the chunker, if the document has one of its own. */
  public Optional<Chunker> chunker() {
    return chunker;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NewDocument that
        && id.equals(that.id)
        && text.equals(that.text)
        && metadata.equals(that.metadata)
        && expiresAt.equals(that.expiresAt)
        && chunker.equals(that.chunker)
        && Arrays.equals(vector, that.vector);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + id.hashCode();
  }

  @Override
  public String toString() {
    return "document %s: %s".formatted(id.orElse("without an id"), Arguments.quoted(text, 60));
  }
}
