package dev.cairn.tools.imports;

import dev.cairn.documents.NewDocument;
import dev.cairn.tools.imports.Import.Skip;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The samples of formats that can be imported, and what is read from them. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  static final Mapping NO_MAPPING =
      new Mapping(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  /** The columns of the sample of a table. */
  static final Mapping TICKETS =
      new Mapping(Optional.of("number"), Optional.of("body"), List.of(), Optional.empty());

  private Samples() {}

  /** Returns the path of a sample, which its README describes. */
  static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(Samples.class.getResource("/imports/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A sink that keeps all that a format gives it. */
  static final class Recorded implements Sink {
    final List<Item> items = new ArrayList<>();
    final List<String> collections = new ArrayList<>();
    final List<NewDocument> documents = new ArrayList<>();
    final List<Skip> skips = new ArrayList<>();

    @Override
    public void item(Item item) {
      items.add(item);
    }

    @Override
    public void document(String collection, NewDocument document) {
      collections.add(collection);
      documents.add(document);
    }

    @Override
    public void skip(String place, String reason) {
      skips.add(new Skip(place, reason));
    }

    /** Returns the only document with an id. */
    NewDocument document(String id) {
      return documents.stream()
          .filter(each -> each.id().equals(Optional.of(id)))
          .reduce(
              (a, b) -> {
                throw new AssertionError("twice: " + id);
              })
          .orElseThrow(() -> new AssertionError("no " + id + " in " + documents));
    }
  }

  /** Reads a source, whose format is recognised and must have a word. */
  static Recorded read(Path path, String word, Mapping mapping)
      throws IOException, BadLineException {
    Recorded recorded = new Recorded();
    try (Source source = Source.of(String.valueOf(path.getFileName()), path)) {
      Format format = new Formats(NOW).recognised(source);
      if (!format.word().equals(word)) {
        throw new AssertionError("recognised as " + format.word());
      }
      format.read(source, mapping, recorded);
    }
    return recorded;
  }

  static Recorded read(String sample, String word) throws IOException, BadLineException {
    return read(path(sample), word, NO_MAPPING);
  }
}
