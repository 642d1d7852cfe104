package dev.cairn.conversations;

import static java.util.Objects.requireNonNull;

import dev.cairn.conversations.ConversationRows.Stored;
import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Appends messages to a conversation, except those that it already has. */
final class Append {
  private final String conversation;
  private final List<Given> given = new ArrayList<>();
  private final Instant now;

  /**
   * Prepares an append.
   *
   * @throws IllegalArgumentException if two of the messages have one id
   */
  Append(String conversation, List<Message> messages, Instant now) {
    this.conversation = conversation;
    this.now = now;
    Given.requireDistinctIds(messages);
    messages.forEach(each -> given.add(Given.of(each, Optional.empty(), false, now)));
  }

  /**
   * Stores the messages, and returns them as they are stored.
   *
   * @throws IllegalArgumentException if an id is that of a stored message that says something else;
   *     nothing has changed then
   */
  List<Message> to(ConversationRows rows) {
    List<Message> stored = new ArrayList<>();
    Map<String, Message> added = new LinkedHashMap<>();
    for (Given each : given) {
      Optional<Message> known = rows.get(each.id()).map(Stored::message);
      if (known.isEmpty()) {
        added.put(each.id(), each.completed(Optional.empty(), now));
      } else if (!each.isRepeatOf(known.get())) {
        throw new IllegalArgumentException(
            "conversation %s has another message '%s'; change it with edit, or give a new id"
                .formatted(Arguments.quoted(conversation, 80), each.id()));
      }
      stored.add(known.orElseGet(() -> added.get(each.id())));
    }
    Placement placement = new Placement(rows.entries(), Set.of(), now);
    placement.atEnd(List.copyOf(added.keySet()));
    Map<String, Long> positions = placement.positions();
    added.forEach((id, message) -> rows.put(message, requireNonNull(positions.get(id))));
    rows.summarize();
    return List.copyOf(stored);
  }
}
