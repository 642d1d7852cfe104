package dev.cairn;

import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.skills.Skill;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.SettableClock;
import dev.cairn.values.Outcome;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a small store with every repository, every value type and every key type. Such stores of
 * former versions are kept as resources; {@link OldStoresTest} reads them.
 */
final class StoredSample {
  static final String URL = "https://www.example.com/page1";
  static final Instant START = SettableClock.START;
  static final Instant LATER = START.plus(Duration.ofHours(1));

  enum Mood {
    CALM,
    ANGRY
  }

  record Point(int x, Integer y) {}

  /** Each type that a component of a key can have, but byte strings. */
  record EveryKey(
      String text,
      int number,
      long big,
      boolean flag,
      double ratio,
      Instant at,
      UUID id,
      Mood mood) {}

  /** Each type that a component can have, but byte strings. */
  record Everything(
      boolean bool,
      byte octet,
      short few,
      char letter,
      int number,
      long big,
      float rough,
      double ratio,
      Integer box,
      Long noBox,
      String text,
      String noText,
      BigDecimal decimal,
      BigInteger integer,
      UUID id,
      URI uri,
      Mood mood,
      Instant at,
      Duration took,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Optional<String> maybe,
      Optional<Integer> nothing,
      Point place,
      List<String> tags,
      List<Point> path,
      Set<Mood> moods,
      Map<String, Instant> times,
      Map<Point, Set<Integer>> near) {}

  @SuppressWarnings("ArrayRecordComponent") // the subject is such a record
  record Blob(String name, byte[] bytes) {}

  /** A note as the first version of a program declared it. */
  record FirstNote(String id, String about, int stars) {}

  /** A note as the second version declared it. */
  record Note(long stars, String about, String id, Optional<String> text) {}

  static final Index<Everything, String> BY_TAG =
      Index.many(
          "by-tag", Keys.string(), row -> row.tags().stream().filter(Objects::nonNull).toList());
  static final Index<Everything, Instant> BY_TIME =
      Index.one("by-time", Keys.instant(), Everything::at);

  static final Table<EveryKey, Everything> EVERYTHING =
      Table.named("everything")
          .keyedBy(Keys.record(EveryKey.class))
          .holding(Everything.class)
          .indexedBy(BY_TAG, BY_TIME);

  static final Table<byte[], Blob> BLOBS =
      Table.named("blobs").keyedBy(Keys.bytes()).holding(Blob.class);

  static final Table<String, FirstNote> FIRST_NOTES =
      Table.named("notes")
          .keyedBy(Keys.string())
          .holding(FirstNote.class)
          .indexedBy(Index.one("by-topic", Keys.string(), FirstNote::about));

  static final Index<Note, String> BY_TOPIC = Index.one("by-topic", Keys.string(), Note::about);

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TOPIC);

  static final EveryKey KEY =
      new EveryKey(
          "a\0é\uD83D\uDE00",
          -300,
          1L << 40,
          true,
          -2.5,
          Instant.parse("1969-12-31T23:59:59.5Z"),
          new UUID(-1, 2),
          Mood.ANGRY);

  static final Everything VALUE =
      new Everything(
          true,
          (byte) -5,
          (short) 300,
          'é',
          -70_000,
          Long.MIN_VALUE,
          1.5f,
          -0.0,
          7,
          null,
          "Grüße, \uD83D\uDE00\n",
          null,
          new BigDecimal("-12345678901234567890.120"),
          new BigInteger("123456789012345678901234567890"),
          new UUID(1, -2),
          URI.create("https://example.com/a?b=c#d"),
          Mood.CALM,
          Instant.parse("2026-01-02T03:04:05.123456789Z"),
          Duration.ofSeconds(-5, 1),
          LocalDate.of(2024, 2, 29),
          LocalTime.of(23, 59, 58, 7),
          LocalDateTime.of(1999, 12, 31, 1, 2),
          OffsetDateTime.parse("2026-01-02T03:04:05+05:30"),
          ZonedDateTime.parse("2026-01-02T03:04:05Z[UTC]"),
          Optional.of("m"),
          Optional.empty(),
          new Point(1, null),
          Arrays.asList("one", null, "two"),
          List.of(new Point(3, 4), new Point(5, null)),
          Set.of(Mood.ANGRY, Mood.CALM),
          Map.of("then", Instant.EPOCH),
          Map.of(new Point(1, 2), Set.of(3, 2, 1)));

  /** Nulls where there may be some, and collections without elements. */
  static final Everything NOTHING =
      new Everything(
          false,
          (byte) 0,
          (short) 0,
          '\0',
          0,
          0,
          0,
          0,
          null,
          null,
          "",
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          Optional.empty(),
          Optional.empty(),
          null,
          List.of(),
          List.of(),
          Set.of(),
          new HashMap<>(),
          Map.of());

  private StoredSample() {}

  static EveryKey plainKey(String text) {
    return new EveryKey(text, 0, 0, false, 0, Instant.EPOCH, new UUID(0, 0), Mood.CALM);
  }

  /** Makes the store with the version of Cairn that is on the class path. */
  static void create(Path directory) {
    SettableClock clock = new SettableClock();
    CairnOptions options = CairnOptions.defaults().withClock(clock);
    try (Cairn cairn = Cairn.open(directory, options)) {
      Memory memory = cairn.memory();
      fillRepositories(memory, clock);
      cairn.memory("alice").sites().recordVisit("https://example.org:8443/", Duration.ofSeconds(1));
      cairn.memory("alice").put(BLOBS, new byte[] {0, -1}, new Blob("hers", new byte[0]));
      memory.put(BLOBS, new byte[] {0, -1}, new Blob("mine", new byte[] {1, 0, -128}));
      memory.put(BLOBS, new byte[0], new Blob("long", new byte[9_000]));
      memory.put(EVERYTHING, KEY, VALUE);
      memory.put(EVERYTHING, plainKey("b"), NOTHING);
      memory.put(FIRST_NOTES, "old", new FirstNote("old", "cats", 5));
    }
    try (Cairn cairn = Cairn.open(directory, options)) {
      cairn.memory().put(NOTES, "new", new Note(1L << 40, "dogs", "new", Optional.of("woof")));
      cairn.memory().put(NOTES, "gone", new Note(0, "birds", "gone", Optional.empty()));
      cairn.memory().remove(NOTES, "gone");
    }
  }

  private static void fillRepositories(Memory memory, SettableClock clock) {
    memory.sites().recordVisit(URL, Duration.ofSeconds(5));
    memory.sites().cacheSelector(URL, "search_box", "input[name='q']", List.of("#search"));
    memory.sites().recordQuirk(URL, "search is slow", "wait for #results");
    memory.skills().add(Skill.of("login", "Log in").withCode("v1").tagged("auth"));
    memory
        .episodes()
        .record(
            Episode.of("log in")
                .withId("e1")
                .at(URL)
                .by("agent-1")
                .succeeded()
                .withSteps("type", "click")
                .withResult("done"));
    memory
        .users()
        .update(
            "bob",
            user ->
                user.withOneMoreConversation()
                    .withFriendshipLevel(3)
                    .withPreference("tone", "brief")
                    .withAttribute("timezone", "Europe/Berlin"));
    memory
        .graph()
        .create(
            Entity.of("Alice", "person")
                .withObservations(List.of(Observation.of("likes tea").withSource("Bob"))));
    memory.graph().relate(Relation.of("Alice", "knows", "Bob"));
    clock.advance(Duration.ofHours(1));
    memory.graph().observe("Alice", "has a cat");
    memory.sites().recordVisit("http://example.com", Duration.ofSeconds(2));
    memory.sites().recordSelectorOutcome(URL, "search_box", Outcome.SUCCESS);
    memory.sites().recordQuirk(URL, "search is slow", "");
    memory.sites().recordPattern(URL, "log in", List.of("type alice", "click #go"));
    memory
        .skills()
        .add(Skill.of("login", "Log in").describedAs("fills in the form").withCode("v2"));
    memory.skills().recordUse("login", Outcome.SUCCESS, Duration.ofMillis(900));
    memory.skills().recordUse("login", Outcome.FAILURE, Duration.ofMillis(100));
    memory.episodes().record(Episode.of("think").withId("e2").failed());
  }
}
