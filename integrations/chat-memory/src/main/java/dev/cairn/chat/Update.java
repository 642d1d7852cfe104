package dev.cairn.chat;

import dev.cairn.chat.Readings.Basis;
import dev.cairn.chat.Sighting.Origin;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.Role;
import dev.cairn.conversations.Messages;
import dev.cairn.values.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts a framework's list of messages to stored messages, for a merge with the messages that
 * were read before.
 *
 * <p>An object that was read and is unchanged becomes the message that was read, also if the
 * framework cannot hold all of it; a new one becomes a message with a new id.
 */
final class Update<M> {
  private static final Object BEGINNING = new Object();

  private final MessageForm<M> form;
  private final String conversation;
  private final List<M> given;
  private final List<Optional<Sighting>> known;
  private final Optional<Basis> basis;
  private final Map<String, Message> seen = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final List<Entry<M>> entries = new ArrayList<>();
  private final List<Entry<M>> removed = new ArrayList<>();

  /**
   * A message of the new list.
   *
   * @param objects the objects that it is made of; none for one that the framework has no form for
   * @param origin how the objects are known when the list is stored
   * @param isNew true if they stand for no message that was read
   */
  record Entry<M>(Message message, List<M> objects, Origin origin, boolean isNew) {}

  /**
   * Makes the messages.
   *
   * @param known what is known of each object of {@code given}
   * @throws IllegalArgumentException if an object cannot be stored
   */
  Update(
      MessageForm<M> form,
      String conversation,
      List<M> given,
      List<Optional<Sighting>> known,
      Optional<Basis> basis) {
    this.form = form;
    this.conversation = conversation;
    this.given = given;
    this.known = known;
    this.basis = basis;
    basis().ifPresent(reading -> reading.messages().forEach(each -> seen.put(id(each), each)));
    int i = 0;
    while (i < given.size()) {
      i += take(i);
    }
    if (basis.isPresent()) {
      identifyNewOnes(basis.get());
      putBackForeignOnes(basis.get().reading());
    }
  }

  private static String id(Message message) {
    return message.id().orElseThrow();
  }

  /** Returns the reading of which the list was made; empty if there was none. */
  Optional<Reading> basis() {
    return basis.map(Basis::reading);
  }

  String conversation() {
    return conversation;
  }

  /** Returns the messages to be stored, in order. */
  List<Entry<M>> entries() {
    return entries;
  }

  /** Returns those that others have removed, and that stay so. */
  List<Entry<M>> removed() {
    return removed;
  }

  /** Stores the messages, and returns them as they are stored. */
  Messages apply(Conversations conversations) {
    List<Message> messages = entries.stream().map(Entry::message).toList();
    return basis
        .map(known -> conversations.merge(known.reading().messages(), messages))
        .orElseGet(() -> conversations.replaceAll(conversation, messages));
  }

  /** Adds the message that begins with the object at {@code i}; returns how many it consists of. */
  private int take(int i) {
    M object = given.get(i);
    Optional<Sighting> sighting = known.get(i);
    if (sighting.filter(this::isOfThisList).isEmpty()) {
      boolean isConstant = sighting.filter(each -> each.origin() != Origin.READ).isPresent();
      Origin origin = isConstant ? Origin.CONSTANT : Origin.GIVEN;
      add(form.write(object), List.of(object), origin, true);
      return 1;
    }
    Sighting old = sighting.get();
    if (old.pending()) {
      add(form.write(object).withId(old.id()), List.of(object), old.origin(), true);
      return 1;
    }
    int whole = countUnchanged(i, old);
    if (whole > 0) {
      List<M> objects = List.copyOf(given.subList(i, i + whole));
      Message message = seen.get(old.id());
      if (message != null) {
        add(message, objects, old.origin(), false);
      } else {
        removed.add(new Entry<>(old.message(), objects, old.origin(), false));
      }
      return whole;
    }
    Message written = form.write(object);
    // A part of a message that became several objects is a message of its own.
    boolean isAll = form.read(old.message()).size() == 1;
    add(isAll ? written.withId(old.id()) : written, List.of(object), old.origin(), !isAll);
    return 1;
  }

  private void add(Message message, List<M> objects, Origin origin, boolean isNew) {
    message.id().ifPresent(used::add);
    entries.add(new Entry<>(message, objects, origin, isNew));
  }

  /**
   * Tells whether an object stands for its stored message here. One that a caller has made may be
   * given again as another message, and so may one that was read, once its message is gone from a
   * later reading.
   */
  private boolean isOfThisList(Sighting sighting) {
    boolean isOfBasis = basis().equals(Optional.of(sighting.reading()));
    boolean counts =
        sighting.pending()
            ? isOfBasis
            : switch (sighting.origin()) {
              case READ -> isOfBasis || seen.containsKey(sighting.id());
              case GIVEN -> isOfBasis;
              case CONSTANT -> false;
            };
    return counts && !used.contains(sighting.id());
  }

  /**
   * Returns how many objects a stored message became, if all of them are given unchanged from
   * {@code i} on; otherwise 0.
   */
  private int countUnchanged(int i, Sighting first) {
    List<M> objects = form.read(first.message());
    for (int k = 0; k < objects.size(); k++) {
      int index = k;
      boolean follows =
          i + k < given.size()
              && known
                  .get(i + k)
                  .filter(each -> each.index() == index && each.id().equals(first.id()))
                  .isPresent()
              // Attributes of a message may have been changed since.
              && form.write(objects.get(k)).equals(form.write(given.get(i + k)));
      if (!follows) {
        return 0;
      }
    }
    return objects.size();
  }

  /**
   * Gives ids to new messages, so that a repetition of the update stores them once.
   *
   * <p>Where no object is known, all may have been made anew, and those that say what was read are
   * left to the merge, which relates them. New instructions are the old ones changed.
   */
  private void identifyNewOnes(Basis basis) {
    Map<Message, Integer> free = new HashMap<>();
    List<Message> instructions = new ArrayList<>();
    for (Message message : seen.values()) {
      if (!used.contains(id(message)) && !basis.reading().foreign().contains(id(message))) {
        free.merge(message.content(), 1, Integer::sum);
        if (message.role() == Role.SYSTEM) {
          instructions.add(message);
        }
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry<M> entry = entries.get(i);
      Message message = entry.message();
      if (message.id().isPresent()) {
        continue;
      }
      if (!basis.isOfItsObjects() && free.getOrDefault(message, 0) > 0) {
        free.merge(message, -1, Integer::sum);
        instructions.removeIf(each -> each.content().equals(message));
        continue;
      }
      boolean isChange =
          message.role() == Role.SYSTEM
              && instructions.size() == 1
              && !instructions.get(0).content().equals(message);
      String id = isChange ? id(instructions.remove(0)) : TimeOrderedIds.next(Instant.now());
      entries.set(i, new Entry<>(message.withId(id), entry.objects(), entry.origin(), true));
    }
  }

  /**
   * Puts messages back that the framework was not given, each behind the message that it was read
   * behind, or behind the one before that if it is left out.
   */
  private void putBackForeignOnes(Reading reading) {
    if (reading.foreign().isEmpty()) {
      return;
    }
    Set<Object> places = new HashSet<>();
    entries.forEach(entry -> places.add(place(entry.message())));
    Map<Object, List<Entry<M>>> behind = new HashMap<>();
    Object place = BEGINNING;
    for (Message message : reading.messages()) {
      if (reading.foreign().contains(id(message))) {
        behind
            .computeIfAbsent(place, unused -> new ArrayList<>())
            .add(new Entry<>(message, List.of(), Origin.READ, false));
      } else if (places.contains(id(message))) {
        place = id(message);
      } else if (places.contains(message.content())) {
        place = message.content();
      }
    }
    List<Entry<M>> own = List.copyOf(entries);
    entries.clear();
    entries.addAll(behind.getOrDefault(BEGINNING, List.of()));
    for (Entry<M> entry : own) {
      entries.add(entry);
      List<Entry<M>> next = behind.remove(place(entry.message()));
      entries.addAll(next == null ? List.of() : next);
    }
  }

  private static Object place(Message message) {
    return message.id().<Object>map(id -> id).orElse(message);
  }
}
