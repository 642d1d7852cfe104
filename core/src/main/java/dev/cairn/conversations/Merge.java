package dev.cairn.conversations;

import dev.cairn.conversations.ConversationTables.StoredMessage;
import dev.cairn.values.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the messages that a caller gives into a conversation that others may have changed since
 * the caller read it, by the rule of {@link Conversations#replace}.
 *
 * <p>All that does not depend on what is stored is computed when it is made, on the caller's
 * thread.
 */
final class Merge {
  private final List<Given> given = new ArrayList<>();
  private final List<Message> dropped;
  private final Instant now;

  /**
   * A message that the caller gives.
   *
   * @param id its id, which was made here if the message is new and has none
   * @param seen the message that it was when the caller read it; empty if it is new
   */
  private record Given(String id, Message message, Optional<Message> seen) {
    boolean isUnchanged() {
      return seen.isPresent()
          && message.content().equals(seen.get().content())
          && (message.at().isEmpty() || message.at().equals(seen.get().at()));
    }

    Message completed(Optional<StoredMessage> stored, Instant now) {
      Instant at =
          message
              .at()
              .or(() -> stored.flatMap(row -> row.message().at()))
              .or(() -> seen.flatMap(Message::at))
              .orElse(now);
      return message.withId(id).withTime(at);
    }
  }

  /**
   * A message that will be in the conversation.
   *
   * @param stored its row so far; empty if it has none
   */
  private record Survivor(Message message, Optional<StoredMessage> stored) {
    String id() {
      return message.id().orElseThrow();
    }

    boolean isChanged() {
      return stored.isEmpty() || !stored.get().message().equals(message);
    }
  }

  /**
   * Prepares a merge.
   *
   * @throws IllegalArgumentException if a seen message has no id, or two messages of a list have
   *     one id
   */
  Merge(List<Message> seen, List<Message> messages, Instant now) {
    Alignment alignment = new Alignment(seen, messages);
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      Optional<Message> seenMessage = alignment.seenOf(i);
      String id =
          message
              .id()
              .or(() -> seenMessage.flatMap(Message::id))
              .orElseGet(() -> TimeOrderedIds.next(now));
      given.add(new Given(id, message, seenMessage));
    }
    this.dropped = alignment.dropped();
    this.now = now;
  }

  /** Changes the rows, and returns the given messages as they are stored then. */
  List<Message> into(ConversationRows rows) {
    for (Message seen : dropped) {
      String id = seen.id().orElseThrow();
      // One that another has changed meanwhile says what the caller has not seen.
      rows.get(id)
          .filter(stored -> stored.message().equals(seen))
          .ifPresent(stored -> rows.remove(id));
    }
    List<Survivor> survivors = survivors(rows);
    place(survivors, rows);
    rows.summarize();
    return survivors.stream().map(Survivor::message).toList();
  }

  /** Stores the messages at the end, except those whose ids are stored; returns them as stored. */
  List<Message> append(ConversationRows rows) {
    List<Message> stored = new ArrayList<>();
    List<Message> added = new ArrayList<>();
    for (Given each : given) {
      Optional<StoredMessage> known = rows.get(each.id());
      Message message = each.completed(known, now);
      known.ifPresentOrElse(row -> rows.put(message, row.position()), () -> added.add(message));
      stored.add(message);
    }
    rows.append(added);
    rows.summarize();
    return List.copyOf(stored);
  }

  private List<Survivor> survivors(ConversationRows rows) {
    List<Survivor> survivors = new ArrayList<>();
    for (Given each : given) {
      Optional<StoredMessage> stored = rows.get(each.id());
      if (!each.isUnchanged()) {
        survivors.add(new Survivor(each.completed(stored, now), stored));
      } else if (stored.isPresent()) {
        survivors.add(new Survivor(stored.get().message(), stored));
      } // else another has removed what the caller left as it was
    }
    return survivors;
  }

  private static void place(List<Survivor> survivors, ConversationRows rows) {
    List<Survivor> known = survivors.stream().filter(each -> each.stored().isPresent()).toList();
    long[] positions =
        known.stream().mapToLong(each -> each.stored().orElseThrow().position()).toArray();
    Set<String> staying = new HashSet<>();
    for (int i : IncreasingRun.in(positions)) {
      staying.add(known.get(i).id());
    }
    List<Message> waiting = new ArrayList<>();
    for (Survivor each : survivors) {
      if (!staying.contains(each.id())) {
        waiting.add(each.message());
      } else {
        rows.putBefore(each.id(), waiting);
        waiting.clear();
        if (each.isChanged()) {
          rows.put(each.message(), rows.get(each.id()).orElseThrow().position());
        }
      }
    }
    rows.append(waiting);
  }
}
