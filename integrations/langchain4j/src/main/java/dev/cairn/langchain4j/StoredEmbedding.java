package dev.cairn.langchain4j;

import dev.cairn.documents.Document;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of an embedding whatever its document does not: the vector to the bit, and the classes of
 * its metadata.
 *
 * <p>A document's vector is kept in bytes, which is enough to find it.
 *
 * @param vector the components, four bytes each, the lowest first
 * @param integers the names of the metadata that are {@link Integer}s, and not longs
 * @param floats the names of the metadata that are {@link Float}s, and not doubles
 * @param uuids the names of the metadata that are UUIDs, and not strings
 * @param changedAt the time at which its document was changed last; the document is another one if
 *     it has another time
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEmbedding(
    byte[] vector, Set<String> integers, Set<String> floats, Set<String> uuids, Instant changedAt) {
  static final Table<Key, StoredEmbedding> TABLE =
      Table.named("langchain4j-embeddings")
          .keyedBy(Keys.record(Key.class))
          .holding(StoredEmbedding.class);

  /**
   * The key of an embedding.
   *
   * @param collection the collection of its document
   * @param id the id of its document, in the form that fits into a key
   */
  record Key(String collection, String id) {
    static Key of(String collection, String id) {
      return new Key(KeyPart.shortForm(collection), KeyPart.shortForm(id));
    }
  }

  StoredEmbedding {
    integers = Set.copyOf(integers);
    floats = Set.copyOf(floats);
    uuids = Set.copyOf(uuids);
  }

  static StoredEmbedding of(Embedding embedding, @Nullable TextSegment segment, Document document) {
    float[] components = embedding.vector();
    ByteBuffer bytes =
        ByteBuffer.allocate(components.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float component : components) {
      bytes.putFloat(component);
    }
    return new StoredEmbedding(
        bytes.array(),
        SegmentMetadata.namesOf(segment, Integer.class),
        SegmentMetadata.namesOf(segment, Float.class),
        SegmentMetadata.namesOf(segment, UUID.class),
        document.changedAt());
  }

  /** Tells whether it is of this document, and not of one that had its id before. */
  boolean isOf(Document document) {
    return changedAt.equals(document.changedAt());
  }

  Embedding embedding() {
    return Embedding.from(components());
  }

  private float[] components() {
    float[] components = new float[vector.length / Float.BYTES];
    ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(components);
    return components;
  }

  /** Returns the cosine of this vector and one of its dimension, from -1 to 1. */
  double cosine(float[] other) {
    float[] own = components();
    double product = 0;
    double ownSquares = 0;
    double otherSquares = 0;
    for (int i = 0; i < own.length; i++) {
      product += (double) own[i] * other[i];
      ownSquares += (double) own[i] * own[i];
      otherSquares += (double) other[i] * other[i];
    }
    double cosine = product / Math.sqrt(ownSquares * otherSquares);
    return Math.max(-1, Math.min(1, cosine)); // no 1.0000000002, which callers refuse
  }
}
