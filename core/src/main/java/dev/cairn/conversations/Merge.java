package dev.cairn.conversations;

import dev.cairn.conversations.ConversationRows.Stored;
import dev.cairn.conversations.Entries.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Merges a caller's list of messages into a conversation that others may have changed since the
 * caller read it. {@link Conversations#merge} states the rules.
 *
 * <p>All that does not depend on what is stored is computed when it is made, on the caller's
 * thread.
 */
final class Merge {
  private final Messages seen;
  private final List<Given> given = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final Instant now;

  /**
   * A section of the list that differs from the messages that the caller read.
   *
   * @param hunk the section
   * @param dropped the seen messages that are left out there, in order
   */
  private record Change(Hunk hunk, List<Message> dropped) {}

  /**
   * Prepares a merge.
   *
   * @throws IllegalArgumentException if two of the messages have one id
   */
  Merge(Messages seen, List<Message> messages, Instant now) {
    this.seen = seen;
    this.now = now;
    Alignment alignment = new Alignment(seen, messages);
    int[] seenOfGiven = alignment.seenOfGiven();
    int[] anchors = Hunk.anchors(seenOfGiven);
    Set<Integer> unmoved = new HashSet<>();
    IntStream.of(anchors).forEach(unmoved::add);
    for (int i = 0; i < messages.size(); i++) {
      Optional<Message> seenMessage =
          seenOfGiven[i] < 0 ? Optional.empty() : Optional.of(seen.get(seenOfGiven[i]));
      given.add(Given.of(messages.get(i), seenMessage, unmoved.contains(i), now));
    }
    for (Hunk hunk : Hunk.around(anchors, seenOfGiven, seen.size())) {
      List<Message> dropped =
          IntStream.range(hunk.seenFrom(), hunk.seenTo())
              .filter(alignment::isDropped)
              .mapToObj(seen::get)
              .toList();
      changes.add(new Change(hunk, dropped));
    }
  }

  /** Changes the rows, and returns the given messages as they are stored then. */
  Messages into(ConversationRows rows) {
    Map<String, Stored> stored = read(rows);
    Set<String> removed = removed(stored);
    Set<String> leaving = new HashSet<>(removed);
    given.stream().filter(Given::isMoved).map(Given::id).forEach(leaving::add);
    Placement placement = new Placement(rows.entries(), leaving, now);
    changes.forEach(change -> place(change, stored, placement));
    Map<String, Long> positions = placement.positions();
    // All is read. What follows changes rows, and fails for none that cannot be read.
    removed.forEach(rows::remove);
    List<Message> result = new ArrayList<>();
    for (Given each : given) {
      Optional<Stored> known = Optional.ofNullable(stored.get(each.id()));
      Optional<Message> message = each.outcome(known, now);
      Long position = positions.remove(each.id());
      message.ifPresent(result::add);
      if (message.isPresent() && position != null) {
        rows.put(message.get(), position);
      } else if (known.isPresent() && !message.equals(Optional.of(known.get().message()))) {
        rows.put(message.orElseThrow(), known.get().entry().position());
      }
    }
    positions.forEach(rows::move);
    rows.summarize();
    return new Messages(seen.conversation(), result, seen.isToEnd());
  }

  private Map<String, Stored> read(ConversationRows rows) {
    Map<String, Stored> stored = new HashMap<>();
    given.forEach(each -> rows.get(each.id()).ifPresent(row -> stored.put(each.id(), row)));
    for (Change change : changes) {
      for (Message message : change.dropped()) {
        String id = message.id().orElseThrow();
        rows.get(id).ifPresent(row -> stored.put(id, row));
      }
    }
    return stored;
  }

  /** One that another has changed meanwhile says what the caller has not seen, and stays. */
  private Set<String> removed(Map<String, Stored> stored) {
    Set<String> removed = new HashSet<>();
    for (Change change : changes) {
      for (Message message : change.dropped()) {
        Stored row = stored.get(message.id().orElseThrow());
        if (row != null && row.message().equals(message)) {
          removed.add(row.entry().id());
        }
      }
    }
    return removed;
  }

  private void place(Change change, Map<String, Stored> stored, Placement placement) {
    Hunk hunk = change.hunk();
    List<String> ids = new ArrayList<>();
    // With the message that ends the stretch, which is placed too if another has removed it.
    int to = Math.min(hunk.givenTo() + 1, given.size());
    for (Given each : given.subList(hunk.givenFrom(), to)) {
      Optional<Stored> known = Optional.ofNullable(stored.get(each.id()));
      // A new one whose id is stored was given by another too, and is where that one put it.
      if (each.outcome(known, now).isPresent() && (each.isMoved() || known.isEmpty())) {
        ids.add(each.id());
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    Optional<Entry> replaced =
        change.dropped().stream()
            .flatMap(
                message -> Optional.ofNullable(stored.get(message.id().orElseThrow())).stream())
            .map(Stored::entry)
            .reduce((first, second) -> second);
    Optional<Entry> next = anchor(IntStream.range(hunk.givenTo(), given.size()), stored);
    Optional<Entry> previous =
        anchor(IntStream.range(0, hunk.givenFrom()).map(i -> hunk.givenFrom() - 1 - i), stored);
    boolean extendsEnd = change.dropped().isEmpty() && seen.isToEnd();
    if (replaced.isPresent()) {
      placement.behind(replaced.get(), ids);
    } else if (next.isPresent()) {
      placement.before(next.get(), ids);
    } else if (previous.isPresent() && !extendsEnd) {
      placement.behind(previous.get(), ids);
    } else {
      placement.atEnd(ids);
    }
  }

  private Optional<Entry> anchor(IntStream indexes, Map<String, Stored> stored) {
    return indexes
        .mapToObj(given::get)
        .filter(Given::isAnchor)
        .flatMap(each -> Optional.ofNullable(stored.get(each.id())).stream())
        .map(Stored::entry)
        .findFirst();
  }
}
