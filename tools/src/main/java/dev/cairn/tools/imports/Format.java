package dev.cairn.tools.imports;

import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;

/** A format in which another program keeps what its agents know. */
interface Format {
  /** Returns the word for it after {@code --as}. */
  String word();

  /** Returns whether a source looks like this format; reads its beginning only. */
  boolean recognises(Source source) throws IOException, BadLineException;

  /**
   * Reads a source to its end, each time in the same order.
   *
   * @throws IllegalArgumentException if the source cannot be of this format
   * @throws BadLineException if a line of the source is broken
   */
  void read(Source source, Mapping mapping, Sink sink) throws IOException, BadLineException;
}
