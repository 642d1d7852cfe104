package dev.cairn.bench.report;

import static dev.cairn.bench.contender.ContenderKind.CAFFEINE;
import static dev.cairn.bench.contender.ContenderKind.CAIRN;
import static dev.cairn.bench.contender.ContenderKind.CAIRN_UNCACHED;
import static dev.cairn.bench.contender.ContenderKind.CHRONICLE;
import static dev.cairn.bench.contender.ContenderKind.LMDB;
import static dev.cairn.bench.contender.ContenderKind.MVSTORE;
import static dev.cairn.bench.contender.ContenderKind.SQLITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.contender.ContenderKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that the result table has a column for each measured store, marks the best figure, and
 * brackets writes that were not synced.
 */
class ResultTableTest {

  private static Result result(
      Discipline discipline, ContenderKind contender, int threads, double value) {
    return new Result(discipline, contender, 1, threads, 0, List.of(value));
  }

  private static ResultTable table(Result... results) {
    return new ResultTable(Recordings.of(results));
  }

  private static List<String> row(ResultTable table, String title) {
    return table
        .markdown()
        .lines()
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList())
        .filter(cells -> cells.get(0).equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aColumnIsAContenderThatHasAFigure() {
    ResultTable table =
        table(
            result(Discipline.CACHED_READ, CAIRN, 1, 10_000_000),
            result(Discipline.READ, SQLITE, 1, 200_000));
    assertThat(row(table, "")).containsExactly("", "Cairn", "SQLite");
    assertThat(row(table, "durable")).containsExactly("durable", "yes", "yes");
    assertThat(row(table, "several processes may write")).endsWith("yes", "yes");
  }

  @Test
  void theBestIsBold() {
    ResultTable table =
        table(
            result(Discipline.READ, CAIRN_UNCACHED, 1, 900_000),
            result(Discipline.READ, LMDB, 1, 1_000_000));
    assertThat(row(table, "record by key, Cairn's cache off")).endsWith("900 k", "**1.00 M**");
  }

  @Test
  void whereLessIsBetterTheSmallestIsTheBest() {
    ResultTable table =
        table(
            result(Discipline.FIRST_READ, CAIRN, 1, 398),
            result(Discipline.FIRST_READ, MVSTORE, 1, 1402));
    assertThat(row(table, "open and first read in a new JVM, ms")).endsWith("**398**", "1,400");
  }

  @Test
  void whatDoesNotSyncIsInBracketsAndNotTheBestOfDurableWrites() {
    ResultTable table =
        table(
            result(Discipline.DURABLE_WRITE, CAIRN, 64, 40_000),
            result(Discipline.DURABLE_WRITE, SQLITE, 64, 5_000),
            result(Discipline.DURABLE_WRITE, CHRONICLE, 64, 900_000));
    assertThat(row(table, "put, 64 threads")).endsWith("**40.0 k**", "5.00 k", "(900 k)");
  }

  @Test
  void aSingleFigureIsNotTheBest() {
    ResultTable table = table(result(Discipline.VISIT, CAIRN, 1, 1_500));
    assertThat(row(table, "`recordVisit`")).endsWith("1.50 k");
  }

  @Test
  void cachedReadsStandBesideTheReadsOfThoseWithoutCache() {
    ResultTable table =
        table(
            result(Discipline.CACHED_READ, CAIRN, 1, 7_000_000),
            result(Discipline.CACHED_READ, CAFFEINE, 1, 11_000_000),
            result(Discipline.READ, CAIRN_UNCACHED, 1, 900_000),
            result(Discipline.READ, SQLITE, 1, 200_000));
    assertThat(row(table, "record by key")).endsWith("7.00 M", "**11.0 M**", "200 k");
    assertThat(row(table, "record by key, Cairn's cache off")).endsWith("**900 k**", "", "200 k");
  }

  @Test
  void whatTheOtherJvmReallyCommittedStandsBelow() {
    ResultTable table =
        table(
            result(Discipline.READ_BESIDE_WRITER, CAIRN, 1, 4_000_000),
            result(Discipline.COMMITS_BESIDE, CAIRN, 1, 812));
    assertThat(row(table, "record by key, another JVM writing")).endsWith("4.00 M");
    assertThat(row(table, "commits of that other JVM, of 1,000 wanted")).endsWith("812");
  }

  @Test
  void onlyFiguresOfTheLargestStoreAreCompared() {
    ResultTable table =
        table(
            new Result(Discipline.SPACE, CAIRN, 1, 1, 10_000, List.of(1.9)),
            new Result(Discipline.SPACE, CAIRN, 1, 1, 1_000_000, List.of(1.5)),
            new Result(Discipline.SPACE, SQLITE, 1, 1, 1_000_000, List.of(1.3)),
            new Result(Discipline.SPACE, MVSTORE, 1, 1, 10_000, List.of(1.1)));
    assertThat(row(table, "disk for a byte of 1,000,000 records")).endsWith("1.50", "**1.30**");
  }

  @Test
  void syncsAreToldByWrite() {
    ResultTable table =
        new ResultTable(
            new Recording(
                "quick",
                "2026-01-01T00:00:00Z",
                Recordings.MACHINE,
                List.of(new Syncs(CAIRN, 100, 103, 102), new Syncs(CHRONICLE, 100, 3, 0)),
                List.of(
                    result(Discipline.VISIT, CAIRN, 1, 1),
                    result(Discipline.VISIT, CHRONICLE, 1, 1)),
                List.of()));
    assertThat(row(table, "syncs a write, counted")).endsWith("2", "0");
  }

  @Test
  void rowsThatCairnLosesAreNamed() {
    ResultTable table =
        table(
            result(Discipline.PREFIX_SCAN, CAIRN, 1, 10_000),
            result(Discipline.PREFIX_SCAN, MVSTORE, 1, 25_000),
            result(Discipline.VISIT, CAIRN, 64, 40_000),
            result(Discipline.VISIT, MVSTORE, 64, 4_000),
            result(Discipline.FIRST_READ, CAIRN, 1, 400),
            result(Discipline.FIRST_READ, MVSTORE, 1, 200));
    assertThat(table.lost())
        .isEqualTo(
            "Of the 3 rows with others, Cairn loses 2: 50 records of a prefix (H2 MVStore, 2.5"
                + " times); open and first read in a new JVM, ms (H2 MVStore, 2.0 times).");
  }
}
