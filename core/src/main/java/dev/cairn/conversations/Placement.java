package dev.cairn.conversations;

import dev.cairn.conversations.Entries.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Computes positions for messages that are added to a conversation or moved within it, without
 * changing the conversation.
 *
 * <p>The position at the end is the time, so that the messages of two stores that are merged come
 * to stand in the order of time; but above the last one, whatever the clock says. Between two
 * messages it is somewhere between theirs. Where there is no room, messages before the place get
 * lower positions.
 */
final class Placement {
  /** The positions of a microsecond. */
  private static final long MICROSECOND = 1L << 9;

  /** The distance of two messages that are appended at once: 128 microseconds. */
  private static final long STEP = 1L << 16;

  /** Times until the year 2112 are positions. Above them is room for 35 trillion appends. */
  private static final long MOST_SECONDS = (1L << 52) / 1_000_000;

  private final Entries entries;
  private final Set<String> leaving;
  private final long time;
  private final Map<Entry, List<String>> before = new LinkedHashMap<>();
  private final List<String> atEnd = new ArrayList<>();

  /**
   * Begins without a message.
   *
   * @param leaving the ids of the messages that go or move, next to which none is placed
   */
  Placement(Entries entries, Set<String> leaving, Instant now) {
    this.entries = entries;
    this.leaving = leaving;
    long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, now.getEpochSecond()));
    this.time = (seconds * 1_000_000 + now.getNano() / 1_000) * MICROSECOND;
  }

  /** Places messages directly before one that stays. */
  void before(Entry entry, List<String> ids) {
    before.computeIfAbsent(entry, unused -> new ArrayList<>()).addAll(ids);
  }

  /** Places messages directly behind another one, which may leave. */
  void behind(Entry entry, List<String> ids) {
    staying(entries.after(entry)).ifPresentOrElse(next -> before(next, ids), () -> atEnd(ids));
  }

  /** Places messages at the end of the conversation. */
  void atEnd(List<String> ids) {
    atEnd.addAll(ids);
  }

  private Optional<Entry> staying(Stream<Entry> order) {
    return order.filter(entry -> !leaving.contains(entry.id())).findFirst();
  }

  /**
   * Returns the positions by the ids of the messages: of those that were placed, and new ones of
   * others that make room for them.
   */
  Map<String, Long> positions() {
    Map<String, Long> positions = new HashMap<>();
    if (!atEnd.isEmpty()) {
      long next =
          staying(entries.backwards())
              .map(last -> Math.max(last.position() + STEP, time))
              .orElse(time);
      for (String id : atEnd) {
        positions.put(id, next);
        next += STEP;
      }
    }
    for (Map.Entry<Entry, List<String>> each : before.entrySet()) {
      long high = each.getKey().position();
      List<String> ids = each.getValue();
      long step =
          staying(entries.before(each.getKey()))
              .map(low -> (high - low.position()) / (ids.size() + 1))
              .orElse(STEP);
      if (step == 0) {
        return withRoom(positions);
      }
      for (int i = 0; i < ids.size(); i++) {
        positions.put(ids.get(i), high - (ids.size() - i) * step);
      }
    }
    return positions;
  }

  /** Adds all positions from the end to the beginning, each a step below the next or lower. */
  private Map<String, Long> withRoom(Map<String, Long> positions) {
    positions.keySet().retainAll(Set.copyOf(atEnd));
    long next = Long.MAX_VALUE;
    for (Entry entry : entries.backwards().toList()) {
      if (leaving.contains(entry.id())) {
        continue;
      }
      long position = Math.min(entry.position(), next - STEP);
      if (position != entry.position()) {
        positions.put(entry.id(), position);
      }
      next = position;
      List<String> ids = before.getOrDefault(entry, List.of());
      for (int i = ids.size() - 1; i >= 0; i--) {
        next -= STEP;
        positions.put(ids.get(i), next);
      }
    }
    return positions;
  }
}
