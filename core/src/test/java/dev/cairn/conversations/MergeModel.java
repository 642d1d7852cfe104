package dev.cairn.conversations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes every allowed result of a merge of message lists, by trying all possibilities on plain
 * lists.
 */
final class MergeModel {
  /**
   * A message of the new list.
   *
   * @param message the message as it is given
   * @param seen the message that the caller made it from; null if it is new
   */
  record Given(Message message, Message seen) {
    boolean isUnchanged() {
      return seen != null
          && message.content().equals(seen.content())
          && (message.at().isEmpty() || message.at().equals(seen.at()));
    }
  }

  /**
   * A message of the outcome.
   *
   * @param id its id, if it was stored before; that of a new message cannot be foretold
   * @param text its text
   */
  record Line(Optional<String> id, String text) {}

  private final List<Message> seen;
  private final boolean toEnd;
  private final List<Given> list;
  private final List<Message> stored;
  private final Map<String, Message> storedById = new HashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();
  private final List<Line> given = new ArrayList<>();

  MergeModel(Messages seen, List<Given> list, List<Message> stored) {
    this.seen = seen;
    this.toEnd = seen.isToEnd();
    this.list = list;
    this.stored = stored;
    stored.forEach(message -> storedById.put(id(message), message));
    Map<String, Message> seenById = new HashMap<>();
    seen.forEach(message -> seenById.put(id(message), message));
    Set<String> givenIds = new LinkedHashSet<>();
    for (Given each : list) {
      if (each.seen() != null) {
        givenIds.add(id(each.seen()));
      }
    }
    for (Message message : stored) {
      if (message.equals(seenById.get(id(message))) && !givenIds.contains(id(message))) {
        removed.add(id(message));
      }
    }
    for (int i = 0; i < list.size(); i++) {
      if (lineOf(i) != null) {
        given.add(lineOf(i));
      }
    }
  }

  private static String id(Message message) {
    return message.id().orElseThrow();
  }

  /** Returns what the messages of a conversation look like after the merge. */
  List<Line> lines(List<Message> messages) {
    return messages.stream()
        .map(message -> new Line(message.id().filter(storedById::containsKey), message.text()))
        .toList();
  }

  /** Returns the given messages that remain, in their order. */
  List<Line> given() {
    return given;
  }

  /** Returns every outcome that the rules allow. */
  Set<List<Line>> outcomes() {
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).seen() != null) {
        known.add(i);
      }
    }
    Set<List<Line>> outcomes = new LinkedHashSet<>();
    int most = -1;
    for (int choice = (1 << known.size()) - 1; choice >= 0; choice--) {
      int chosen = choice;
      List<Integer> unmoved =
          known.stream().filter(i -> (chosen >> known.indexOf(i) & 1) != 0).toList();
      if (unmoved.size() >= most && isInSeenOrder(unmoved)) {
        if (unmoved.size() > most) {
          outcomes.clear();
        }
        most = unmoved.size();
        outcomes.add(outcome(unmoved));
      }
    }
    return outcomes;
  }

  private boolean isInSeenOrder(List<Integer> unmoved) {
    List<Integer> places = unmoved.stream().map(i -> seen.indexOf(list.get(i).seen())).toList();
    return places.equals(places.stream().sorted().toList());
  }

  /**
   * Builds the outcome in a list of all that was stored: what is placed comes to stand beside marks
   * of what goes or moves, which then go.
   */
  private List<Line> outcome(List<Integer> unmoved) {
    List<Line> outcome = new ArrayList<>(lines(stored));
    Set<String> marks = new LinkedHashSet<>(removed);
    List<Integer> placed = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String id = list.get(i).seen() == null ? null : id(list.get(i).seen());
      boolean isStored = id != null && storedById.containsKey(id);
      if (isStored && unmoved.contains(i)) {
        outcome.set(indexOf(outcome, id), lineOf(i));
        continue;
      }
      if (isStored) {
        marks.add(id);
      }
      if (lineOf(i) != null) {
        placed.add(i);
      }
    }
    // Each is the line that is placed and that before which it stands, or none at the end.
    for (int i : placed) {
      String place = place(i, unmoved);
      int index = place == null ? outcome.size() : firstStaying(outcome, place, marks);
      outcome.add(index, new Line(Optional.of("placed " + i), lineOf(i).text()));
    }
    outcome.removeIf(line -> line.id().filter(marks::contains).isPresent());
    for (int i : placed) {
      outcome.set(indexOf(outcome, "placed " + i), lineOf(i));
    }
    return outcome;
  }

  /** Returns the stored message behind or before which a line is placed; null at the end. */
  private String place(int index, List<Integer> unmoved) {
    int from = -1;
    int to = seen.size();
    String previous = null;
    String next = null;
    for (int i : unmoved) {
      Message anchor = list.get(i).seen();
      boolean isStored = storedById.containsKey(id(anchor));
      if (i < index) {
        from = seen.indexOf(anchor);
        previous = isStored ? id(anchor) : previous;
      } else {
        to = Math.min(to, seen.indexOf(anchor));
        next = next == null && isStored ? id(anchor) : next;
      }
    }
    List<Message> dropped = new ArrayList<>(seen.subList(from + 1, to));
    dropped.removeIf(message -> list.stream().anyMatch(each -> message.equals(each.seen())));
    String replaced = null;
    for (Message message : dropped) {
      replaced = storedById.containsKey(id(message)) ? id(message) : replaced;
    }
    if (replaced != null) {
      return "behind " + replaced;
    }
    if (next != null) {
      return "before " + next;
    }
    return previous == null || (dropped.isEmpty() && toEnd) ? null : "behind " + previous;
  }

  /** Finds the index before which a line is placed: in front of the first line that stays. */
  private static int firstStaying(List<Line> lines, String place, Set<String> marks) {
    boolean behind = place.startsWith("behind ");
    int index = indexOf(lines, place.substring(7)) + (behind ? 1 : 0);
    while (index < lines.size()
        && lines.get(index).id().filter(id -> !isStaying(id, marks)).isPresent()) {
      index++;
    }
    return index;
  }

  private static boolean isStaying(String id, Set<String> marks) {
    return !marks.contains(id) && !id.startsWith("placed ");
  }

  private static int indexOf(List<Line> lines, String id) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).id().equals(Optional.of(id))) {
        return i;
      }
    }
    throw new AssertionError(id + " is not in " + lines);
  }

  /** Returns what becomes of a given message; null if another has removed it. */
  private Line lineOf(int index) {
    Given each = list.get(index);
    Message now = each.seen() == null ? null : storedById.get(id(each.seen()));
    if (now == null) {
      return each.isUnchanged() ? null : new Line(Optional.empty(), each.message().text());
    }
    return new Line(now.id(), each.isUnchanged() ? now.text() : each.message().text());
  }
}
