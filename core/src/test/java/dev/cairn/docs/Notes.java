package dev.cairn.docs;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

// [repository]
/** Stores notes about topics, and finds the newest notes of a topic. */
final class Notes {
  record Note(String id, String topic, String text, Instant at) {
    Note withText(String text, Instant at) {
      return new Note(id, topic, text, at);
    }
  }

  record TopicAndTime(String topic, Instant at) {}

  private static final Index<Note, TopicAndTime> BY_TOPIC =
      Index.one(
          "by-topic",
          Keys.record(TopicAndTime.class),
          note -> new TopicAndTime(note.topic(), note.at()));

  static final Table<String, Note> NOTES =
      Table.named("topic-notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TOPIC);

  private final Transactor transactor;
  private final Clock clock;

  Notes(Transactor transactor, Clock clock) {
    this.transactor = transactor;
    this.clock = clock;
  }

  /** Stores a note, in place of an earlier one with this id. */
  Note add(String id, String topic, String text) {
    Note note = new Note(id, topic, text, clock.instant());
    return transactor.write(
        tx -> {
          tx.put(NOTES, id, note);
          return note;
        });
  }

  /** Adds a sentence to a note; no other agent's sentence is lost. */
  Note append(String id, String sentence) {
    Instant now = clock.instant();
    return transactor.write(
        tx ->
            tx.update(
                NOTES,
                id,
                known -> {
                  Note note = known.orElseThrow();
                  return note.withText(note.text() + " " + sentence, now);
                }));
  }

  /** Returns a note, from the cache if it is there. */
  Optional<Note> get(String id) {
    return transactor.get(NOTES, id);
  }

  /** Returns the newest notes about a topic, from the cache if no note has changed since. */
  List<Note> newest(String topic, int limit) {
    return transactor.query(new Newest(topic, limit));
  }

  private record Newest(String topic, int limit) implements Query<Transaction, List<Note>> {
    @Override
    public List<Note> answer(Transaction tx) {
      Scan scan = Scan.prefix(topic).descending().limit(limit);
      return tx.scan(NOTES, BY_TOPIC, scan).map(Row::value).toList();
    }
  }

  /** Removes a note; false if there was none. */
  boolean remove(String id) {
    return transactor.write(tx -> tx.remove(NOTES, id));
  }
}
// [end]
