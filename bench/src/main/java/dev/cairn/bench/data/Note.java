package dev.cairn.bench.data;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The record that most benchmarks read and write: about 120 bytes when stored, with component types
 * that are common in agents' records.
 *
 * @param id its key
 * @param text the text of the note
 * @param tags its topics
 * @param uses the number of times that it helped
 * @param weight its importance
 * @param at the time at which it was noted
 */
public record Note(
    String id, String text, List<String> tags, long uses, double weight, Instant at) {

  /** The number of notes in a store, unless a workload says otherwise. */
  public static final int COUNT = 10_000;

  /** The number of notes of each shop, whose ids have one prefix. */
  public static final int PER_SHOP = 50;

  /** Notes by id. */
  public static final Table<String, Note> TABLE =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  /** Keeps its own copy of the tags. */
  public Note {
    tags = List.copyOf(tags);
  }

  /** Returns the note of a number. */
  public static Note of(int number) {
    return new Note(
        id(number),
        "the search box of shop " + number + " is #search, and needs a click first",
        List.of("selector", "shop-" + number % 100),
        number,
        1.0 / (number + 1),
        FIRST.plusSeconds(number).plusNanos(123_456L * (number % 1000)));
  }

  /** Returns the id of a note, a new string each time; ids order as numbers do. */
  public static String id(int number) {
    return shop(number / PER_SHOP) + Digits.of(number % PER_SHOP, 2);
  }

  /** Returns the prefix of the ids of a shop's notes. */
  public static String shop(int number) {
    return "shop-" + Digits.of(number, 6) + "/";
  }

  /** Returns the first notes by number. */
  public static Iterable<Note> first(int count) {
    return () -> IntStream.range(0, count).mapToObj(Note::of).iterator();
  }

  /** Returns the notes of a store, in the order of their ids. */
  public static List<Note> all() {
    return IntStream.range(0, COUNT).mapToObj(Note::of).toList();
  }

  /** Returns this after one use more. */
  public Note used() {
    return new Note(id, text, tags, uses + 1, weight, at);
  }
}
