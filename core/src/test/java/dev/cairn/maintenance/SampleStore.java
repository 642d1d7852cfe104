package dev.cairn.maintenance;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Relation;
import dev.cairn.skills.Skill;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a small store for tests with every kind of content: large values, free pages, and a
 * program's own table.
 */
final class SampleStore {
  record Note(String id, String about, String text) {}

  static final Index<Note, String> BY_TOPIC = Index.one("by-topic", Keys.string(), Note::about);

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TOPIC);

  private SampleStore() {}

  /** Every table of the store. */
  static List<Table<?, ?>> tables() {
    List<Table<?, ?>> tables = new ArrayList<>(Memory.tables());
    tables.add(NOTES);
    return tables;
  }

  /** Makes the store, with some hundred rows. */
  static void create(Path directory) {
    Random random = new Random(3);
    // The same bytes every time, as far as threads allow: what fails can be looked at again.
    CairnOptions options =
        CairnOptions.defaults()
            .withClock(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    try (Cairn cairn = Cairn.open(directory, options)) {
      fill(cairn.memory(), random, 60);
      fill(cairn.memory("alice"), random, 20);
      for (int i = 0; i < 60; i += 3) { // leaves free pages, with old copies on them
        cairn.memory().remove(NOTES, "note" + i);
        put(cairn.memory(), random, i + 1);
      }
    }
  }

  private static void fill(Memory memory, Random random, int rows) {
    for (int i = 0; i < rows; i++) {
      String url = "https://site" + i % 25 + ".example.com/page";
      memory.sites().recordVisit(url, Duration.ofMillis(random.nextInt(5000)));
      memory.sites().cacheSelector(url, "purpose" + i, "#id" + random.nextInt(), List.of(".other"));
      memory
          .episodes()
          .record(Episode.of("task " + i).withId("episode" + i).at(url).by("agent").succeeded());
      put(memory, random, i);
    }
    for (int i = 0; i < rows; i += 4) {
      memory.graph().create(Entity.of("entity" + i, "thing").withObservations("is " + i));
      memory.graph().relate(Relation.of("entity" + i, "follows", "entity" + (i - 4)));
    }
    memory.skills().add(Skill.of("login", "Log in").tagged("auth"));
    memory.users().update("bob", user -> user.withOneMoreConversation());
  }

  private static void put(Memory memory, Random random, int i) {
    int length = i % 10 == 0 ? 5000 + random.nextInt(9000) : random.nextInt(600);
    String text =
        random
            .ints(length, 'a', 'z')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    memory.put(NOTES, "note" + i, new Note("note" + i, "topic" + i % 7, text));
  }
}
