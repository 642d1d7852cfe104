package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.EmbeddingException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.CollectionWriter;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.Prepared;
import dev.cairn.internal.documents.upkeep.Rebuilding;
import dev.cairn.internal.known.KnownText;
import dev.cairn.internal.known.KnownTexts;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.IndexState;
import dev.cairn.internal.words.Analysis;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of what other repositories of a namespace know up to date: a collection that
 * follows from them, and that is made anew where this process cannot go on with it.
 */
final class KnownIndex {
  private static final Logger LOG = LoggerFactory.getLogger(KnownIndex.class);

  private static final int AT_ONCE = 100;

  /** The most texts that one call embeds. */
  private static final int MOST_EMBEDDED = 64;

  /** An embedder that fails for so many texts, one after the other, is taken for unavailable. */
  private static final int MOST_FAILURES = 3;

  /** The second comparison finds nothing to do, unless others write all the time. */
  private static final int MOST_COMPARISONS = 2;

  private final Collection collection;
  private final Transactor transactor;
  private final Instant now;
  private final IndexState state;
  private final Preparation preparation;
  private final Rebuilding rebuilding;

  KnownIndex(Collection collection, Transactor transactor, Instant now, IndexState state) {
    Chunker chunker = Chunker.standard();
    this.collection = collection;
    this.transactor = transactor;
    this.now = now;
    this.state = state;
    this.preparation = new Preparation(collection, transactor, chunker, now);
    this.rebuilding =
        new Rebuilding(collection, transactor, text -> Preparation.places(chunker, text), now);
  }

  /** Returns the row of the index, if it exists. */
  @Nullable CollectionRow row() {
    return transactor.get(COLLECTIONS, collection.name()).orElse(null);
  }

  /** Tells whether this process analyses words as the index has them. */
  boolean hasAnalysis(@Nullable CollectionRow row) {
    try {
      Analysis unused = collection.analysis(row);
      return true;
    } catch (IncompatibleRecordException e) {
      return false;
    }
  }

  /** Tells whether this process has no other embedder than the index. */
  boolean hasEmbedder(@Nullable CollectionRow row) {
    try {
      Optional<EmbedderCalls> unused = collection.embedder(row);
      return true;
    } catch (EmbeddingException e) {
      return false;
    }
  }

  private boolean isFit(@Nullable CollectionRow row) {
    return hasAnalysis(row) && hasEmbedder(row) && !collection.isOfFormerVersion(row);
  }

  /**
   * Brings the index to what the repositories have now. Where that fails, the index stays as it is,
   * and can be searched all the same.
   */
  void catchUp() {
    try {
      CollectionRow row = row();
      if (!isFit(row) && !state.wasRenewed()) {
        LOG.info("the index of recall is made anew, for another embedder or analysis");
        rebuild(false);
      } else if (hasAnalysis(row)) {
        index();
        embed();
      }
    } catch (WriteTimeoutException | StoreFullException | StorageException | EmbeddingException e) {
      LOG.warn("the index of recall is searched as it is, since it could not be written", e);
    }
  }

  /**
   * Makes the index anew; one that this process can go on with only if {@code always}, and then
   * embeds all of its texts. Vectors stay that this process cannot make again, and need not
   * replace.
   */
  void rebuild(boolean always) {
    if (always && hasVectorsOfAnother()) {
      rebuilding.run();
      state.renewed();
      index();
      return;
    }
    transactor.write(tx -> (always || !isFit(collection.row(tx))) && rebuilding.begin(tx, false));
    state.renewed();
    index();
    rebuilding.clear();
    boolean more = embed();
    while (always && more) {
      more = embed();
    }
  }

  private boolean hasVectorsOfAnother() {
    CollectionRow row = row();
    return hasEmbedder(row)
        && !collection.isOfFormerVersion(row)
        && transactor.read(collection::missingEmbedder).isPresent();
  }

  private void index() {
    for (int i = 0; i < MOST_COMPARISONS; i++) {
      Difference difference = transactor.read(this::difference);
      if (difference.changed().isEmpty() && difference.gone().isEmpty()) {
        state.agree(difference.version(), difference.index(), difference.changes());
        return;
      }
      for (List<NewDocument> some : parts(difference.changed())) {
        List<Prepared> prepared = prepared(some, difference.changed().size());
        follow(put(some, prepared), prepared);
      }
      for (List<NewDocument> some : parts(difference.gone())) {
        follow(remove(some), List.of());
      }
    }
  }

  /** Makes a few texts ready with their vectors, and many, or what cannot be embedded, without. */
  private List<Prepared> prepared(List<NewDocument> some, int all) {
    if (all <= MOST_EMBEDDED && !state.isPaused(now)) {
      try {
        return preparation.of(some);
      } catch (EmbeddingException e) {
        LOG.info("{} texts for recall are not embedded yet", some.size(), e);
      }
    }
    return preparation.ofWords(some);
  }

  private void follow(Written written, List<Prepared> prepared) {
    if (prepared.stream().noneMatch(each -> each.vectors().isEmpty())) {
      state.addedVectors(written.before(), written.after());
    }
  }

  private static long changes(@Nullable CollectionRow row) {
    return row == null ? -1 : row.changes();
  }

  private static int number(@Nullable CollectionRow row) {
    return row == null ? -1 : row.number();
  }

  /**
   * The difference of the index from the texts, in one snapshot.
   *
   * @param version the version of the snapshot
   * @param index the number of the index
   * @param changes the count of changes of the index
   */
  private record Difference(
      long version, int index, long changes, List<NewDocument> changed, List<NewDocument> gone) {}

  private Difference difference(Transaction tx) {
    CollectionRow row = collection.row(tx);
    Difference difference =
        new Difference(
            tx.version(), number(row), changes(row), new ArrayList<>(), new ArrayList<>());
    OptionalLong agreed = state.agreedAt(number(row));
    KnownTexts texts = KnownTexts.in(tx);
    Optional<SortedMap<String, Optional<KnownText>>> changed =
        agreed.isEmpty() ? Optional.empty() : texts.changedSince(agreed.getAsLong());
    if (changed.isPresent()) {
      changed
          .get()
          .forEach(
              (id, text) ->
                  compare(
                      text.orElse(null),
                      tx.get(DOCUMENTS, DocumentTables.key(collection.name(), id)).orElse(null),
                      difference));
    } else {
      SortedMap<String, KnownText> wanted = texts.all();
      tx.scan(DOCUMENTS, Scan.prefix(collection.name()))
          .forEach(
              indexed -> compare(wanted.remove(indexed.value().id()), indexed.value(), difference));
      wanted.values().forEach(text -> difference.changed().add(Known.document(text)));
    }
    return difference;
  }

  private static void compare(
      @Nullable KnownText text, @Nullable DocumentRow indexed, Difference difference) {
    if (text == null) {
      if (indexed != null && Known.isOfKnownKind(indexed)) {
        difference.gone().add(indexed(indexed));
      }
    } else if (indexed == null
        || indexed.index() != difference.index()
        || !indexed.hash().equals(FieldKey.hash(text.text()))) {
      difference.changed().add(Known.document(text));
    }
  }

  /** Embeds some of the texts that have no vectors; false if there was nothing that it could do. */
  private boolean embed() {
    if (!state.isEmbedding(now)) {
      return false;
    }
    Plain plain = transactor.read(this::withoutVectors);
    CollectionRow row = row();
    if (plain.texts().isEmpty() || !hasEmbedder(row) || collection.embedder(row).isEmpty()) {
      state.embedded();
      return false;
    }
    List<NewDocument> texts = new ArrayList<>(plain.texts());
    List<Prepared> prepared = embedded(texts);
    Written written = put(texts, prepared);
    if (written.before() == plain.changes()) {
      state.addedVectors(written.before(), written.after());
    }
    return written.after() > written.before();
  }

  /** Embeds texts, and takes those out that cannot be. */
  private List<Prepared> embedded(List<NewDocument> texts) {
    try {
      return preparation.of(texts);
    } catch (EmbeddingException e) {
      LOG.info("of {} texts for recall one cannot be embedded; each is tried", texts.size(), e);
    }
    List<NewDocument> all = List.copyOf(texts);
    texts.clear();
    List<Prepared> prepared = new ArrayList<>();
    int failures = 0;
    for (NewDocument text : all) {
      try {
        prepared.addAll(preparation.of(List.of(text)));
        texts.add(text);
        failures = 0;
      } catch (EmbeddingException e) {
        LOG.warn("recall finds {} by words alone: it cannot be embedded", text.id(), e);
        state.skip(FieldKey.hash(text.text()), now);
        if (++failures == MOST_FAILURES) {
          state.pause(now);
          break;
        }
      }
    }
    return prepared;
  }

  /**
   * Texts of the index that have no vectors.
   *
   * @param changes the count of changes of the index
   */
  private record Plain(List<NewDocument> texts, long changes) {}

  private Plain withoutVectors(Transaction tx) {
    List<NewDocument> texts =
        tx.scan(DOCUMENTS, Scan.prefix(collection.name()))
            .filter(row -> !row.value().embedded() && !state.isSkipped(row.value().hash()))
            .limit(MOST_EMBEDDED)
            .map(row -> indexed(row.value()))
            .toList();
    return new Plain(texts, changes(collection.row(tx)));
  }

  private static NewDocument indexed(DocumentRow row) {
    Document document = Document.of(row);
    return NewDocument.of(document.id(), document.text()).withMetadata(document.metadata());
  }

  private static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      parts.add(all.subList(from, Math.min(from + AT_ONCE, all.size())));
    }
    return parts;
  }

  /** The counts of changes of the index before a write and after it. */
  private record Written(long before, long after) {}

  /** Stores those texts that the repositories still have so: another process may be ahead. */
  private Written put(List<NewDocument> texts, List<Prepared> prepared) {
    return transactor.write(
        tx -> {
          long before = changes(collection.row(tx));
          CollectionWriter writer = new CollectionWriter(tx, collection, now);
          KnownTexts known = KnownTexts.in(tx);
          for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).text();
            if (Known.now(known, texts.get(i)).filter(it -> it.text().equals(text)).isPresent()) {
              writer.put(prepared.get(i));
            }
          }
          writer.finish();
          return new Written(before, changes(collection.row(tx)));
        });
  }

  private Written remove(List<NewDocument> texts) {
    return transactor.write(
        tx -> {
          long before = changes(collection.row(tx));
          CollectionWriter writer = new CollectionWriter(tx, collection, now);
          KnownTexts known = KnownTexts.in(tx);
          for (NewDocument text : texts) {
            if (Known.now(known, text).isEmpty()) {
              writer.remove(DocumentTables.key(collection.name(), text.id().orElseThrow()));
            }
          }
          writer.finish();
          return new Written(before, changes(collection.row(tx)));
        });
  }
}
