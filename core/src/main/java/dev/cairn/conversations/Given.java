package dev.cairn.conversations;

import dev.cairn.conversations.ConversationRows.Stored;
import dev.cairn.values.TimeOrderedIds;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message in a caller's list, together with its state when the caller read it.
 *
 * @param id its id, which was made for it if it is new and has none
 * @param seen the former state; empty if the message is new
 * @param isAnchor true if it was seen, and the caller has not moved it
 */
record Given(String id, Message message, Optional<Message> seen, boolean isAnchor) {

  static Given of(Message message, Optional<Message> seen, boolean anchor, Instant now) {
    String id =
        message.id().or(() -> seen.flatMap(Message::id)).orElseGet(() -> TimeOrderedIds.next(now));
    return new Given(id, message, seen, anchor);
  }

  /**
   * Checks that no two messages have one id.
   *
   * @throws IllegalArgumentException if two have
   */
  static void requireDistinctIds(List<Message> messages) {
    Set<String> ids = new HashSet<>();
    for (Message message : messages) {
      if (message.id().isPresent() && !ids.add(message.id().get())) {
        throw new IllegalArgumentException("messages has the id twice: " + message.id().get());
      }
    }
  }

  boolean isMoved() {
    return seen.isPresent() && !isAnchor;
  }

  /** Returns what is stored in the end; empty if another removed what the caller left as it was. */
  Optional<Message> outcome(Optional<Stored> stored, Instant now) {
    return isUnchanged() ? stored.map(Stored::message) : Optional.of(completed(stored, now));
  }

  private boolean isUnchanged() {
    return seen.filter(this::isRepeatOf).isPresent();
  }

  /** Tells whether another message says the same, at the same time where this has one. */
  boolean isRepeatOf(Message other) {
    return message.content().equals(other.content())
        && (message.at().isEmpty() || message.at().equals(other.at()));
  }

  /** Returns the message with id and time: its own, else the stored, else the seen, else now. */
  Message completed(Optional<Stored> stored, Instant now) {
    Instant at =
        message
            .at()
            .or(() -> stored.flatMap(row -> row.message().at()))
            .or(() -> seen.flatMap(Message::at))
            .orElse(now);
    return message.withId(id).withTime(at);
  }
}
