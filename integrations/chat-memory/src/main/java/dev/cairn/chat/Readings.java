package dev.cairn.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * Remembers the stored message of each object that a framework holds, and the last reading of each
 * thread: from these it finds the reading of which a list was made.
 *
 * <p>Objects are told apart by identity and held weakly: two users who both say "yes" say two
 * things, and a list that is dropped is forgotten. Thread-safe.
 */
final class Readings<M> {
  /** As many conversations as one thread works on between a read and the write that follows it. */
  private static final int CONVERSATIONS_A_THREAD = 16;

  private final MessageForm<M> form;
  private final Cache<M, Sighting> sightings = Caffeine.newBuilder().weakKeys().build();
  private final ThreadLocal<LastReadings> last = ThreadLocal.withInitial(LastReadings::new);
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

  /** The last reading of a conversation by one thread, or for it. */
  private static final class Last {
    /** Null until the first write of a thread that has not read is done. */
    private volatile @Nullable Reading reading;

    /** True if a list was written since, which is likely to be the one that was made of it. */
    private volatile boolean answered;

    Last() {}

    Last(Reading reading) {
      this.reading = reading;
    }
  }

  /** The last readings of one thread by conversation. */
  private static final class LastReadings extends LinkedHashMap<String, Last> {
    private static final long serialVersionUID = 1;

    LastReadings() {
      super(CONVERSATIONS_A_THREAD, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
      return size() > CONVERSATIONS_A_THREAD;
    }
  }

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
    last.get().put(reading.conversation(), new Last(reading));
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
   * Finds the reading of which a list was made; empty if its giver never read the conversation.
   *
   * <p>That is the latest one that made an object of the list. Without such an object it is the
   * last read of this thread, if no list was written since. Otherwise the list is one that was
   * written before, and the reading is the one that most of its objects share, since a constant may
   * have been in another list meanwhile. Where nothing is known of the objects, it is the last
   * reading of this thread.
   */
  Optional<Basis> basis(String conversation, List<Optional<Sighting>> known) {
    Optional<Reading> read =
        readings(known, Origin.READ).max(Comparator.comparingLong(Reading::number));
    if (read.isPresent()) {
      return read.map(reading -> new Basis(reading, true));
    }
    Optional<Last> ofThread = Optional.ofNullable(last.get().get(conversation));
    if (ofThread.filter(each -> !each.answered).isEmpty()) {
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
    return ofThread.map(each -> each.reading).map(reading -> new Basis(reading, false));
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
    Last ofThread = last.get().computeIfAbsent(update.conversation(), unused -> new Last());
    ofThread.answered = true;
    return stored -> ofThread.reading = written(update, stored);
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
