package dev.cairn.graph;

import dev.cairn.internal.checks.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The position in the result of a graph query at which the next page begins. Callers keep it as a
 * text, which no other query accepts.
 *
 * @param query the query's {@linkplain GraphQuery#mark mark}
 * @param place the place of the page's first entity; of a query that ranks, how many are better
 * @param key the key of that entity, which several of one place are told apart by; of a query that
 *     ranks, empty
 */
record PageStart(String query, long place, String key) {
  private static final String SEPARATOR = ".";
  private static final int SHOWN_CHARS = 80;

  /** Returns the text that {@link #parse} reads. */
  String text() {
    String all = query + SEPARATOR + place + SEPARATOR + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(all.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is none, or belongs to a query with another mark
   */
  static PageStart parse(String text, String query) {
    try {
      String all = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = all.split("\\" + SEPARATOR, 3); // the key, which may hold anything, is last
      if (parts.length == 3 && parts[0].equals(query)) {
        return new PageStart(query, Long.parseLong(parts[1]), parts[2]);
      }
    } catch (IllegalArgumentException e) {
      throw refused(text, e);
    }
    throw refused(text, null);
  }

  private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "the cursor %s is not of this query; give that of the page before, with the same conditions, or none for the first page"
            .formatted(Arguments.quoted(text, SHOWN_CHARS)),
        cause);
  }
}
