package dev.cairn.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.chat.LastReadings.Last;
import dev.cairn.chat.Sighting.Origin;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the earlier read of a conversation from which a framework made its list of messages. For
 * this it remembers the stored message of each object that the framework holds, and the last
 * reading of each thread.
 *
 * <p>Objects are told apart by identity and held weakly: two users who both say "yes" say two
 * things, and a list that is dropped is forgotten. Thread-safe.
 */
final class Readings<M> {
  private final MessageForm<M> form;
  private final Cache<M, Sighting> sightings = Caffeine.newBuilder().weakKeys().build();
  private final LastReadings last = new LastReadings();
  private final AtomicLong numbers = new AtomicLong();

  Readings(MessageForm<M> form) {
    this.form = form;
  }

  /**
   * The reading of which a list was made.
   *
   * @param isOfItsObjects true if an object of the list is part of that reading; false if only the
   *     thread tells
   */
  record Basis(Reading reading, boolean isOfItsObjects) {}

  /** Returns stored messages as objects of the framework, and remembers what they stand for. */
  List<M> handOut(Messages messages) {
    Set<String> foreign = new HashSet<>();
    Map<Message, List<M>> forms = new LinkedHashMap<>();
    for (Message message : messages) {
      List<M> objects = form.read(message);
      forms.put(message, objects);
      if (objects.isEmpty()) {
        foreign.add(message.id().orElseThrow());
      }
    }
    Reading reading = new Reading(messages, foreign, numbers.incrementAndGet());
    last.read(reading);
    forms.forEach((message, objects) -> remember(objects, message, reading, Origin.READ, false));
    return new ArrayList<>(forms.values().stream().flatMap(List::stream).toList());
  }

  /** Returns what is known of an object in a conversation. */
  Optional<Sighting> find(String conversation, @Nullable M object) {
    if (object == null) {
      throw new IllegalArgumentException("messages has a null among its elements");
    }
    return Optional.ofNullable(sightings.getIfPresent(object))
        .filter(sighting -> sighting.conversation().equals(conversation));
  }

  /**
   * Finds the reading of which a list was made; empty if nothing of it is known.
   *
   * <p>That is the latest one that made an object of the list, unless this thread has read since,
   * and found none of the list's messages: then the caller adds what was removed. Without such an
   * object it is the last read of this thread, if no list was written since. Otherwise the list is
   * one that was written before, and the reading is the one that most of its objects share, since a
   * constant may have been in another list meanwhile. Where nothing is known of the objects, it is
   * the last reading of this thread; and if it has none, another thread has read for it: of those
   * that were not answered, the oldest one removes least.
   */
  Optional<Basis> basis(String conversation, List<Optional<Sighting>> known) {
    Optional<Last> ofThread = last.get(conversation);
    Optional<Reading> unanswered = ofThread.flatMap(Last::unanswered);
    Optional<Reading> read =
        readings(known, Origin.READ).max(Comparator.comparingLong(Reading::number));
    if (read.isPresent()) {
      return unanswered
          .filter(reading -> reading.number() > read.get().number() && hasNoneOf(reading, known))
          .map(reading -> new Basis(reading, false))
          .or(() -> read.map(reading -> new Basis(reading, true)));
    }
    if (unanswered.isEmpty()) {
      Map<Reading, Integer> shares = new LinkedHashMap<>();
      readings(known, Origin.GIVEN).forEach(reading -> shares.merge(reading, 1, Integer::sum));
      Optional<Reading> given =
          shares.entrySet().stream()
              .reduce((one, next) -> next.getValue() > one.getValue() ? next : one)
              .map(Map.Entry::getKey);
      if (given.isPresent()) {
        return given.map(reading -> new Basis(reading, true));
      }
    }
    return ofThread
        .flatMap(Last::reading)
        .or(() -> last.oldestUnanswered(conversation))
        .map(reading -> new Basis(reading, false));
  }

  private static boolean hasNoneOf(Reading reading, List<Optional<Sighting>> known) {
    Set<String> ids = new HashSet<>();
    known.stream()
        .flatMap(Optional::stream)
        .filter(sighting -> sighting.origin() != Origin.CONSTANT)
        .forEach(sighting -> ids.add(sighting.id()));
    return reading.messages().stream().noneMatch(each -> ids.contains(each.id().orElseThrow()));
  }

  /** Tells whether a conversation was ever read, by any thread. */
  boolean wasRead(String conversation) {
    return last.wasRead(conversation);
  }

  /** Makes the reading of a caller of whom nothing else is known: it has seen no message. */
  Basis ofNothing(Messages none) {
    return new Basis(new Reading(none, Set.of(), numbers.incrementAndGet()), false);
  }

  /** Returns a consumer of what this thread finds when an operation is done that it begins now. */
  Consumer<Messages> later(String conversation) {
    Consumer<Reading> reading = last.later(conversation);
    return messages -> reading.accept(new Reading(messages, Set.of(), numbers.incrementAndGet()));
  }

  private static Stream<Reading> readings(List<Optional<Sighting>> known, Origin origin) {
    return known.stream()
        .flatMap(Optional::stream)
        .filter(sighting -> sighting.origin() == origin)
        .map(Sighting::reading);
  }

  /**
   * Remembers the ids of new messages, so that the same objects have them if the list is given
   * again, and that this thread has written a list.
   *
   * @return takes what is stored then
   */
  Consumer<Messages> attempt(Update<M> update) {
    update
        .basis()
        .ifPresent(
            basis ->
                update.entries().stream()
                    .filter(Update.Entry::isNew)
                    .forEach(
                        entry ->
                            remember(
                                entry.objects(), entry.message(), basis, entry.origin(), true)));
    Last answered = last.answer(update.conversation());
    return stored -> answered.written(written(update, stored));
  }

  private Reading written(Update<M> update, Messages stored) {
    Set<String> foreign = update.basis().map(Reading::foreign).orElse(Set.of());
    Reading reading = new Reading(stored, foreign, numbers.incrementAndGet());
    int next = 0;
    for (Update.Entry<M> entry : update.entries()) {
      Message message = entry.message();
      if (next < stored.size() && isSame(message, stored.get(next))) {
        remember(entry.objects(), stored.get(next), reading, entry.origin(), false);
        next++;
      } else if (message.id().isPresent()) {
        // Others have removed it.
        remember(entry.objects(), message, reading, entry.origin(), false);
      }
    }
    for (Update.Entry<M> entry : update.removed()) {
      remember(entry.objects(), entry.message(), reading, entry.origin(), false);
    }
    return reading;
  }

  private void remember(
      List<M> objects, Message message, Reading reading, Origin origin, boolean pending) {
    for (int i = 0; i < objects.size(); i++) {
      sightings.put(objects.get(i), new Sighting(reading, message, i, origin, pending));
    }
  }

  private static boolean isSame(Message given, Message stored) {
    return given.id().isPresent()
        ? given.id().equals(stored.id())
        : given.content().equals(stored.content());
  }
}
