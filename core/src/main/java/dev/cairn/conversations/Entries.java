package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_PLACE;
import static dev.cairn.conversations.ConversationTables.BY_TIME;
import static dev.cairn.conversations.ConversationTables.ENTRIES;

import dev.cairn.conversations.ConversationTables.EntryRow;
import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the order of one conversation's messages, within a transaction.
 *
 * <p>After a restore that merged two stores, two entries may have one position. So a part of the
 * order begins at an entry, and not at a position.
 */
final class Entries {
  private final Transaction tx;
  private final String key;
  private final Scan whole;

  /** A message's entry in the order. */
  record Entry(String id, long position) {}

  Entries(Transaction tx, String key) {
    this.tx = tx;
    this.key = key;
    this.whole = Scan.prefix(key);
  }

  Optional<Entry> find(String id) {
    return tx.get(ENTRIES, new MessageKey(key, id)).map(row -> new Entry(id, row.position()));
  }

  /** Returns all entries. Collect them before you change one. */
  Stream<Entry> all() {
    return entries(whole);
  }

  /** Returns all entries, the last one first. */
  Stream<Entry> backwards() {
    return entries(whole.descending());
  }

  /** Returns the entries behind one. */
  Stream<Entry> after(Entry entry) {
    return entries(whole.from(entry.position())).dropWhile(each -> !each.equals(entry)).skip(1);
  }

  /** Returns the entries before one, the nearest first. */
  Stream<Entry> before(Entry entry) {
    return entries(whole.before(entry.position() + 1).descending())
        .dropWhile(each -> !each.equals(entry))
        .skip(1);
  }

  long count() {
    return tx.count(ENTRIES, whole);
  }

  /** Returns the earliest time of a message; empty if there is none. */
  Optional<Instant> firstAt() {
    return time(whole);
  }

  /** Returns the latest time of a message; empty if there is none. */
  Optional<Instant> lastAt() {
    return time(whole.descending());
  }

  private Optional<Instant> time(Scan scan) {
    return tx.scan(ENTRIES, BY_TIME, scan.limit(1)).findFirst().map(row -> row.value().at());
  }

  private Stream<Entry> entries(Scan scan) {
    return tx.scan(ENTRIES, BY_PLACE, scan).map(Entries::entry);
  }

  private static Entry entry(Row<MessageKey, EntryRow> row) {
    return new Entry(row.key().id(), row.value().position());
  }
}
