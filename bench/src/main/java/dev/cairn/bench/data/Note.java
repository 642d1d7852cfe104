package dev.cairn.bench.data;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The record that plain tables are measured with: about 120 bytes when stored, of the kinds of
 * components that agents' records are made of.
 *
 * @param id its key
 * @param text what was noted
 * @param tags what it is about
 * @param uses how often it helped
 * @param weight how much it counts
 * @param at when it was noted
 */
public record Note(
    String id, String text, List<String> tags, long uses, double weight, Instant at) {

  /** How many there are in a store. */
  public static final int COUNT = 10_000;

  /** Notes by id. */
  public static final Table<String, Note> TABLE =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  /** Keeps its own copy of the tags. */
  public Note {
    tags = List.copyOf(tags);
  }

  /** Returns the notes of a store, in the order of their ids. */
  public static List<Note> all() {
    List<Note> notes = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      notes.add(
          new Note(
              "note-%06d".formatted(i),
              "the search box of shop %d is #search, and needs a click first".formatted(i),
              List.of("selector", "shop-" + i % 100),
              i,
              1.0 / (i + 1),
              FIRST.plusSeconds(i).plusNanos(123_456L * (i % 1000))));
    }
    return notes;
  }

  /** Returns this after one use more. */
  public Note used() {
    return new Note(id, text, tags, uses + 1, weight, at);
  }
}
