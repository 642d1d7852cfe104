package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.internal.documents.Condition.All;
import dev.cairn.internal.documents.Condition.AnyOf;
import dev.cairn.internal.documents.Condition.Both;
import dev.cairn.internal.documents.Condition.Comparison;
import dev.cairn.internal.documents.Condition.Containing;
import dev.cairn.internal.documents.Condition.Either;
import dev.cairn.internal.documents.Condition.Existing;
import dev.cairn.internal.documents.Condition.Negated;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.DocumentTables.PassageKey;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.PostingCursor;
import dev.cairn.internal.postings.PostingList;
import dev.cairn.internal.postings.Postings;
import dev.cairn.internal.postings.Selection;
import dev.cairn.table.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Finds the documents of a collection that meet a condition, in the index of metadata: each is in
 * the postings of its keys with its first passage and the number of its passages.
 */
public final class Matching {
  public static final Postings FIELDS = new Postings("fields");

  private final Transaction tx;
  private final String name;
  private final CollectionRow collection;
  private final Instant now;

  /**
   * Begins in a transaction.
   *
   * @param name the name of the collection
   * @param now the time at which documents may have expired
   */
  public Matching(Transaction tx, String name, CollectionRow collection, Instant now) {
    this.tx = tx;
    this.name = name;
    this.collection = collection;
    this.now = now;
  }

  /** Returns the name of the collection. */
  String collection() {
    return name;
  }

  /** Returns the time at which documents may have expired. */
  Instant now() {
    return now;
  }

  /** Returns the first passages of the documents that meet a condition and have not expired. */
  public PassageSet documents(Condition condition) {
    return of(condition).andNot(expired());
  }

  /** Returns the number of documents that meet a condition and have not expired. */
  public long count(Condition condition) {
    return condition instanceof All
        ? collection.documents() - expired().size()
        : documents(condition).size();
  }

  /** Returns the passages that a search may find. */
  public Selection selection(Condition condition, boolean superseded, Hidden hidden) {
    PassageSet out = superseded ? hidden.expired() : hidden.all();
    return condition instanceof All
        ? Selection.ALL.without(out)
        : Selection.of(passages(of(condition).andNot(out)));
  }

  /** Returns the first passages of the documents that have expired. */
  public PassageSet expired() {
    return range(FieldKey.firstEnd(), behindNow());
  }

  private byte[] behindNow() {
    return FieldKey.join(FieldKey.end(now), new byte[1]);
  }

  /**
   * The passages of documents that no search finds.
   *
   * @param expired those of documents that have expired
   * @param all those, and the passages of documents that were superseded, as long as the document
   *     in whose place they stood is there
   * @param from the time since which this is so
   * @param until the time at which the next document expires
   */
  record Hidden(PassageSet expired, PassageSet all, Instant from, Instant until) {
    boolean holdsAt(Instant time) {
      return !time.isBefore(from) && time.isBefore(until);
    }
  }

  /** Finds the passages that are hidden. */
  Hidden hidden(Superseded superseded) {
    LongStream.Builder passages = LongStream.builder();
    Instant[] from = {Instant.MIN};
    FIELDS.forEach(
        tx,
        collection.number(),
        FieldKey.firstEnd(),
        behindNow(),
        (key, list) -> {
          addPassages(list, first -> true, passages);
          from[0] = FieldKey.endOf(key);
        });
    PassageSet expired = PassageSet.of(passages.build().toArray());
    Instant until =
        FIELDS
            .firstKey(tx, collection.number(), behindNow(), FieldKey.beyond(FieldKey.firstEnd()))
            .map(FieldKey::endOf)
            .orElse(Instant.MAX);
    return new Hidden(expired, expired.or(superseded.at(now)), from[0], until);
  }

  /** Adds all passages of those documents of a list that are wanted. */
  private static void addPassages(PostingList list, LongPredicate wanted, LongConsumer passages) {
    PostingCursor cursor = list.cursor();
    while (cursor.next()) {
      if (wanted.test(cursor.passage())) {
        LongStream.range(cursor.passage(), cursor.passage() + cursor.payload()).forEach(passages);
      }
    }
  }

  /** Returns the documents that name one in their place, whether that is there or not. */
  PostingList superseded() {
    return list(FieldKey.SUPERSEDED);
  }

  private PassageSet of(Condition condition) {
    if (condition instanceof AnyOf any) {
      return PassageSet.of(
          any.values().stream()
              .map(value -> FieldKey.single(any.name(), value))
              .flatMapToLong(key -> postings(key).stream())
              .toArray());
    }
    if (condition instanceof Comparison comparison) {
      return compared(comparison);
    }
    if (condition instanceof Containing containing) {
      PassageSet lists = postings(FieldKey.element(containing.name(), containing.wanted()));
      return containing.wanted() instanceof String part
          ? lists.or(textsWith(containing, part))
          : lists;
    }
    if (condition instanceof Existing existing) {
      byte[] name = FieldKey.name(existing.name());
      return range(name, FieldKey.beyond(name));
    }
    if (condition instanceof Both both) {
      return all(both);
    }
    if (condition instanceof Either either) {
      return either.conditions().stream().map(this::of).reduce(PassageSet.of(), PassageSet::or);
    }
    if (condition instanceof Negated negated) {
      return every().passages().andNot(of(negated.condition()));
    }
    return every().passages();
  }

  private PassageSet all(Both both) {
    PassageSet found = null;
    for (Condition each : both.conditions()) {
      if (!(each instanceof Negated)) {
        found = found == null ? of(each) : found.isEmpty() ? found : found.and(of(each));
      }
    }
    PassageSet left = found == null ? every().passages() : found;
    for (Condition each : both.conditions()) {
      if (each instanceof Negated negated && !left.isEmpty()) {
        left = left.andNot(of(negated.condition()));
      }
    }
    return left;
  }

  private PassageSet compared(Comparison comparison) {
    Object bound = comparison.bound();
    byte[] kind = FieldKey.kind(comparison.name(), bound);
    byte[] least = FieldKey.single(comparison.name(), bound);
    byte[] next = FieldKey.join(least, new byte[1]);
    PassageSet unclear = PassageSet.of();
    if (bound instanceof String text && FieldKey.isLong(text)) {
      least = FieldKey.join(kind, FieldKey.beginning(text));
      next = FieldKey.beyond(least);
      unclear = confirmed(range(least, next), comparison);
      byte[] first = least;
      byte[] end = next;
      return switch (comparison.operator()) {
        case LESS, AT_MOST -> range(kind, first).or(unclear);
        case GREATER, AT_LEAST -> range(end, FieldKey.beyond(kind)).or(unclear);
      };
    }
    return switch (comparison.operator()) {
      case LESS -> range(kind, least);
      case AT_MOST -> range(kind, next);
      case GREATER -> range(next, FieldKey.beyond(kind));
      case AT_LEAST -> range(least, FieldKey.beyond(kind));
    };
  }

  /** Returns the documents whose single string has a part. */
  private PassageSet textsWith(Containing containing, String part) {
    byte[] kind = FieldKey.kind(containing.name(), part);
    byte[] wanted = FieldKey.utf8(part);
    // The bytes of half a pair are not in those of a pair, although the pair has it.
    boolean half = part.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    LongStream.Builder found = LongStream.builder();
    LongStream.Builder unclear = LongStream.builder();
    FIELDS.forEach(
        tx,
        collection.number(),
        kind,
        FieldKey.beyond(kind),
        (key, postings) -> {
          boolean whole = key.length - kind.length <= FieldKey.TEXT_BYTES;
          int end = Math.min(key.length, kind.length + FieldKey.TEXT_BYTES);
          if (isIn(key, kind.length, end, wanted)) {
            postings.passages().stream().forEach(found);
          } else if (!whole || half) {
            postings.passages().stream().forEach(unclear);
          }
        });
    return PassageSet.of(found.build().toArray())
        .or(confirmed(PassageSet.of(unclear.build().toArray()), containing));
  }

  private static boolean isIn(byte[] key, int from, int to, byte[] wanted) {
    for (int start = from; start + wanted.length <= to; start++) {
      int same = 0;
      while (same < wanted.length && key[start + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }

  /** Returns those documents of a set that meet a condition, for which it reads each. */
  private PassageSet confirmed(PassageSet documents, Condition condition) {
    Predicate<DocumentRow> matches = row -> condition.matches(FieldRow.values(row.metadata()));
    return PassageSet.of(
        documents.stream().filter(first -> row(first).filter(matches).isPresent()).toArray());
  }

  /** Returns the document that has a first passage. */
  public Optional<DocumentRow> row(long first) {
    return key(first).flatMap(key -> tx.get(DOCUMENTS, key));
  }

  /** Returns the key of the document that has a passage. */
  public Optional<DocumentKey> key(long passage) {
    return tx.get(PASSAGES, new PassageKey(collection.number(), passage))
        .map(row -> new DocumentKey(name, row.document()));
  }

  private PassageSet range(byte[] from, byte[] before) {
    return FIELDS.passages(tx, collection.number(), from, before);
  }

  private PassageSet postings(byte[] key) {
    return list(key).passages();
  }

  private PostingList every() {
    return list(FieldKey.EVERY);
  }

  private PostingList list(byte[] key) {
    return FIELDS.of(tx, collection.number(), key);
  }

  /** Returns all passages of documents. */
  private PassageSet passages(PassageSet documents) {
    if (collection.passages() == collection.documents() || documents.isEmpty()) {
      return documents;
    }
    LongStream.Builder passages = LongStream.builder();
    addPassages(every(), documents::contains, passages);
    return PassageSet.of(passages.build().toArray());
  }
}
