package dev.cairn.internal.documents;

import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.table.Transactor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares texts with a question by their meaning, with vectors that are kept in the cache of
 * embeddings alone.
 */
public final class Nearness {
  private static final Logger LOG = LoggerFactory.getLogger(Nearness.class);

  /** The most texts that one call embeds, so that it takes seconds at most. */
  private static final int MOST_EMBEDDED = 64;

  private final Transactor transactor;
  private final EmbedderCalls embedder;

  public Nearness(Transactor transactor, EmbedderCalls embedder) {
    this.transactor = transactor;
    this.embedder = embedder;
  }

  /**
   * Returns the cosines of the texts that have vectors, after some of the others were embedded.
   *
   * @param keeps whether new vectors may be kept in the cache; if not, none are made, since each
   *     call would make the same ones
   */
  public Map<String, Double> of(String question, List<String> texts, boolean keeps) {
    List<Text> all =
        texts.stream().filter(text -> !text.isBlank()).distinct().map(Text::of).toList();
    Map<Text, Quantised> vectors = known(all);
    List<Text> missing =
        all.stream()
            .filter(text -> keeps && !vectors.containsKey(text))
            .limit(MOST_EMBEDDED)
            .toList();
    List<Quantised> made = embedder.embed(missing.stream().map(Text::text).toList());
    for (int i = 0; i < missing.size(); i++) {
      vectors.put(missing.get(i), made.get(i));
    }
    if (!missing.isEmpty()) {
      keep(missing, made);
    }
    if (vectors.isEmpty()) {
      return Map.of();
    }
    float[] wanted = embedder.embed(List.of(question)).get(0).vector();
    Map<String, Double> cosines = new HashMap<>();
    vectors.forEach((text, vector) -> cosines.put(text.text(), cosine(wanted, vector.vector())));
    return cosines;
  }

  /** A text with its hash, by which the cache has its vector. */
  private record Text(String text, String hash) {
    static Text of(String text) {
      return new Text(text, FieldKey.hash(text));
    }
  }

  private Map<Text, Quantised> known(List<Text> texts) {
    return transactor.read(
        tx -> {
          Map<Text, Quantised> known = new HashMap<>();
          for (Text text : texts) {
            EmbeddingCache.get(tx, embedder, text.hash())
                .ifPresent(vector -> known.put(text, vector));
          }
          return known;
        });
  }

  /** Keeps vectors for later calls, if it can: this one does not need it. */
  private void keep(List<Text> texts, List<Quantised> vectors) {
    try {
      put(texts, vectors);
    } catch (WriteTimeoutException | StoreFullException | StorageException e) {
      LOG.warn("the vectors of {} texts could not be kept, and are made again", texts.size(), e);
    }
  }

  private void put(List<Text> texts, List<Quantised> vectors) {
    transactor.write(
        tx -> {
          for (int i = 0; i < texts.size(); i++) {
            EmbeddingCache.put(tx, embedder.name(), texts.get(i).hash(), vectors.get(i));
          }
          return texts.size();
        });
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double squares = 0;
    double otherSquares = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      squares += (double) one[i] * one[i];
      otherSquares += (double) other[i] * other[i];
    }
    return product / Math.sqrt(squares * otherSquares);
  }
}
