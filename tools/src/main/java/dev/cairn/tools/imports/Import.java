package dev.cairn.tools.imports;

import dev.cairn.Memory;
import dev.cairn.documents.Documents;
import dev.cairn.documents.NewDocument;
import dev.cairn.tools.imports.Tally.Count;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.values.KeyPart;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Brings the contents of a source into a memory.
 *
 * <p>The source is read as a whole before anything is stored, so that a broken one changes nothing.
 * Its documents are read again when they are stored: from a copy, or from a folder as it is then.
 * Sites, skills, episodes and the graph come in one transaction. Documents come in transactions of
 * some hundred, so that no other writer waits long and any number of them fits: one that is stopped
 * halfway has stored whole batches, and a second one stores the others. What a source has twice
 * comes in once, what the memory has is not written again, and so a second import changes nothing.
 */
public final class Import {
  /**
   * Something of the source that is not brought in.
   *
   * @param place the row, the field or the file
   * @param reason the reason
   */
  public record Skip(String place, String reason) {}

  private static final int BATCH_DOCUMENTS = 256;
  private static final int BATCH_CHARS = 4 << 20;

  /** The longest name that {@link Memory#documents(String)} takes. */
  private static final int MAX_COLLECTION_BYTES = 100;

  private final Source source;
  private final Format format;
  private final Mapping mapping;
  private final List<Item> items = new ArrayList<>();
  private final List<Skip> skips = new ArrayList<>();
  private long documents;

  private Import(Source source, Format format, Mapping mapping) {
    this.source = source;
    this.format = format;
    this.mapping = mapping;
  }

  /**
   * Reads a source.
   *
   * @param word the word of its format; recognised by its contents if there is none
   * @param now the time of records that have none
   * @throws IllegalArgumentException if it is of no format, or cannot be of this one; or if the
   *     mapping names a collection that there cannot be
   * @throws BadLineException if a line of it is broken
   */
  public static Import read(Source source, Optional<String> word, Mapping mapping, Instant now)
      throws IOException, BadLineException {
    Formats formats = new Formats(now);
    Format format = word.isPresent() ? formats.named(word.get()) : formats.recognised(source);
    mapping.collection().ifPresent(Import::requireCollection);
    Import read = new Import(source, format, mapping);
    format.read(source, mapping, read.new FirstReading());
    return read;
  }

  /** Returns the word of the source's format. */
  public String format() {
    return format.word();
  }

  /** Returns the contents of the source that are not brought in. */
  public List<Skip> skips() {
    return List.copyOf(skips);
  }

  /** Returns the number of documents. */
  public long documents() {
    return documents;
  }

  /** Returns what {@link #into} would add to a memory, and stores nothing. */
  public Tally check(Memory memory) throws IOException, BadLineException {
    return bring(memory, true, documents -> {});
  }

  /**
   * Stores whatever a memory does not have.
   *
   * @param progress is told how many of the {@link #documents()} are done
   */
  public Tally into(Memory memory, LongConsumer progress) throws IOException, BadLineException {
    return bring(memory, false, progress);
  }

  private Tally bring(Memory memory, boolean dry, LongConsumer progress)
      throws IOException, BadLineException {
    Tally tally = new Tally();
    if (!items.isEmpty()) {
      // A function of a transaction may run twice: each run counts for itself.
      tally = dry ? memory.read(in -> items(in, true)) : memory.writeAndGet(in -> items(in, false));
    }
    if (documents > 0) {
      SecondReading reading = new SecondReading(memory, dry, tally, progress);
      format.read(source, mapping, reading);
      reading.finish();
    }
    return tally;
  }

  private Tally items(Memory memory, boolean dry) {
    Tally tally = new Tally();
    items.forEach(item -> item.bring(memory, dry, tally));
    return tally;
  }

  /** Returns the collection that documents are stored to whose source names that one. */
  private String target(String named) {
    return mapping.collection().orElse(named);
  }

  /** Returns why a document cannot be stored; empty if it can. Both readings ask alike. */
  private Optional<String> refusal(String named, NewDocument document) {
    if (document.text().isBlank()) {
      return Optional.of("it has no text");
    }
    try {
      requireCollection(target(named));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage() + "; --collection C names another");
    }
  }

  /** Refuses a name as {@link Memory#documents(String)} does. */
  private static void requireCollection(String name) {
    Documents.requireCallers(KeyPart.name("collection", name, MAX_COLLECTION_BYTES));
  }

  /** The key of a document. */
  private record Key(String collection, String id) {
    static Key of(String collection, NewDocument document) {
      return new Key(collection, document.id().orElseThrow());
    }
  }

  /** Keeps the items, and looks at the documents without keeping their texts. */
  private final class FirstReading implements Sink {
    private final Set<Key> seen = new HashSet<>();

    @Override
    public void item(Item item) {
      items.add(item);
    }

    @Override
    public void document(String collection, NewDocument document) {
      Optional<String> refusal = refusal(collection, document);
      if (refusal.isPresent()) {
        skip(collection + ", " + document.id().orElseThrow(), refusal.get());
      } else if (seen.add(Key.of(target(collection), document))) {
        documents++;
      } else {
        String id = document.id().orElseThrow();
        skip(
            mapping.collection().isEmpty() ? id : collection + ", " + id,
            "the source has this id twice; the first one counts");
      }
    }

    @Override
    public void skip(String place, String reason) {
      skips.add(new Skip(place, reason));
    }
  }

  /** Stores documents in batches, those that the memory has not. */
  private final class SecondReading implements Sink {
    private final Memory memory;
    private final boolean dry;
    private final Tally tally;
    private final LongConsumer progress;
    private final Set<Key> seen = new HashSet<>();
    private final Set<Skip> told = new HashSet<>(skips);
    private final Map<String, List<NewDocument>> batch = new LinkedHashMap<>();
    private int batched;
    private int chars;

    SecondReading(Memory memory, boolean dry, Tally tally, LongConsumer progress) {
      this.memory = memory;
      this.dry = dry;
      this.tally = tally;
      this.progress = progress;
    }

    @Override
    public void item(Item item) {
      // stored before
    }

    @Override
    public void skip(String place, String reason) {
      if (told.add(new Skip(place, reason))) {
        skips.add(new Skip(place, reason)); // of a note that has changed since the first reading
      }
    }

    @Override
    public void document(String named, NewDocument document) {
      String collection = target(named);
      if (refusal(named, document).isPresent() || !seen.add(Key.of(collection, document))) {
        return;
      }
      progress.accept(seen.size());
      var stored = memory.documents(collection).get(document.id().orElseThrow());
      boolean same =
          stored
              .filter(
                  known ->
                      known.text().equals(document.text())
                          && known.metadata().equals(document.metadata())
                          && known.expiresAt().equals(document.expiresAt()))
              .isPresent();
      tally.count(
          "documents in " + collection,
          new Count(stored.isEmpty() ? 1 : 0, stored.isPresent() && !same ? 1 : 0, same ? 1 : 0));
      if (same || dry) {
        return;
      }
      batch.computeIfAbsent(collection, name -> new ArrayList<>()).add(document);
      batched++;
      chars += document.text().length();
      if (batched >= BATCH_DOCUMENTS || chars >= BATCH_CHARS) {
        finish();
      }
    }

    void finish() {
      batch.forEach((collection, some) -> memory.documents(collection).addAll(some));
      batch.clear();
      batched = 0;
      chars = 0;
    }
  }
}
