package dev.cairn.internal.words;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the terms of one passage as bytes, and reads them.
 *
 * <p>Layout, for each term in ascending order: its length in a byte, its bytes, and its {@linkplain
 * Occurrences payload} in seven bits a byte, the least first, with the eighth set in all bytes but
 * the last.
 */
final class TermList {
  private TermList() {}

  /** Takes terms one after the other. */
  interface Action {
    void accept(byte[] term, int payload);
  }

  static byte[] encode(Analysed text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(12 * text.counts().size());
    for (Map.Entry<byte[], Integer> each : text.counts().entrySet()) {
      byte[] term = each.getKey();
      if (term.length > Byte.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a term has %d bytes at most, and one has %d"
                .formatted(Analysis.MOST_TERM_BYTES, term.length));
      }
      out.write(term.length);
      out.write(term, 0, term.length);
      int rest = Occurrences.encode(each.getValue(), text.words());
      while (rest >= 0x80) {
        out.write(rest | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
    return out.toByteArray();
  }

  static void forEach(byte[] terms, Action action) {
    int at = 0;
    while (at < terms.length) {
      int from = at + 1;
      at = from + terms[at];
      byte[] term = Arrays.copyOfRange(terms, from, at);
      byte b = terms[at++];
      int payload = b & 0x7F;
      for (int shift = 7; b < 0; shift += 7) {
        b = terms[at++];
        payload |= (b & 0x7F) << shift;
      }
      action.accept(term, payload);
    }
  }
}
