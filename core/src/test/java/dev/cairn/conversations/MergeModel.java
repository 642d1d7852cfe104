package dev.cairn.conversations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A model of {@link Conversations#replace} over plain lists: finds every outcome that its rules
 * allow, by trying all choices of the messages that keep their places.
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

  private final List<Message> stored;
  private final Map<String, Message> storedById = new HashMap<>();
  private final List<Line> others = new ArrayList<>();
  private final List<Line> given = new ArrayList<>();

  MergeModel(List<Message> seen, List<Given> list, List<Message> stored) {
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
      boolean removed =
          message.equals(seenById.get(id(message))) && !givenIds.contains(id(message));
      if (!removed && !givenIds.contains(id(message))) {
        others.add(line(message));
      }
    }
    for (Given each : list) {
      Message now = each.seen() == null ? null : storedById.get(id(each.seen()));
      if (now != null) {
        String text = each.isUnchanged() ? now.text() : each.message().text();
        given.add(new Line(now.id(), text));
      } else if (!each.isUnchanged()) {
        given.add(new Line(Optional.empty(), each.message().text()));
      }
    }
  }

  private static String id(Message message) {
    return message.id().orElseThrow();
  }

  private static Line line(Message message) {
    return new Line(message.id(), message.text());
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
    List<Line> known = given.stream().filter(line -> line.id().isPresent()).toList();
    Set<List<Line>> outcomes = new LinkedHashSet<>();
    int most = -1;
    for (int choice = (1 << known.size()) - 1; choice >= 0; choice--) {
      int chosen = choice;
      List<Line> staying =
          known.stream().filter(line -> (chosen >> known.indexOf(line) & 1) != 0).toList();
      if (staying.size() >= most && isInStoredOrder(staying)) {
        if (staying.size() > most) {
          outcomes.clear();
        }
        most = staying.size();
        outcomes.add(outcome(staying));
      }
    }
    return outcomes;
  }

  private boolean isInStoredOrder(List<Line> lines) {
    int last = -1;
    for (Line line : lines) {
      int place = stored.indexOf(storedById.get(line.id().orElseThrow()));
      if (place < last) {
        return false;
      }
      last = place;
    }
    return true;
  }

  private List<Line> outcome(List<Line> staying) {
    List<Line> outcome = new ArrayList<>();
    for (Message message : stored) {
      staying.stream().filter(line -> line.id().equals(message.id())).forEach(outcome::add);
      others.stream().filter(line -> line.id().equals(message.id())).forEach(outcome::add);
    }
    for (int i = 0; i < given.size(); i++) {
      if (!staying.contains(given.get(i))) {
        Line next =
            given.subList(i + 1, given.size()).stream()
                .filter(staying::contains)
                .findFirst()
                .orElse(null);
        int place = next == null ? outcome.size() : outcome.indexOf(Objects.requireNonNull(next));
        outcome.add(place, given.get(i));
      }
    }
    return outcome;
  }
}
