package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.cache.CoherentCacheLincheckTest;
import dev.cairn.internal.cache.CoherentCacheLincheckTest.Race;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that {@link CoherentCacheLincheckTest} fails if any synchronization step of the cache is
 * removed.
 */
@EnabledOnJre(
    value = JRE.JAVA_17,
    disabledReason = "what a fence is for does not depend on the JDK: once a build is enough")
@Tag("slow")
class CacheMutantsTest {
  private static final List<String> CACHE = List.of("CoherentCache", "CachedResults");

  /** Most are found in a few dozen, and a mutant that is not found makes this fail. */
  private static final int MOST_INTERLEAVINGS = 5_000;

  @TempDir Path directory;

  /** A cache with one fence taken away, or moved; and the race that it is lost in. */
  enum Fence {
    FILL_DOES_NOT_LOOK_WHETHER_IT_IS_LATE(
        Race.LATE_FILL, "boolean late = catchingUpTo > entry.version();", "boolean late = false;"),

    FILL_LOOKS_BEFORE_IT_HOLDS_ITS_KEY(
        Race.LATE_FILL,
        """
        cache
            .asMap()
            .compute(
                key,
                (same, old) -> {
                  boolean late = catchingUpTo > entry.version();
        """,
        """
        boolean late = catchingUpTo > entry.version();
        cache.asMap().compute(key, (same, old) -> {
        """),

    CATCH_UP_DROPS_BEFORE_IT_IS_PUBLISHED(
        Race.LATE_FILL,
        """
        catchingUpTo = target;
        boolean everything = changes.everything() || !drop(changes.keys());
        """,
        """
        boolean everything = changes.everything() || !drop(changes.keys());
        catchingUpTo = target;
        """),

    CATCH_UP_ENDS_BEFORE_IT_HAS_DROPPED(
        Race.UNFINISHED_CATCH_UP,
        "catchingUpTo = target;",
        "catchingUpTo = target; caughtUpTo = target;"),

    DROPPING_LOOKS_WITHOUT_THE_LOCK(
        Race.LATE_FILL,
        """
        .compute(
            key,
            (same, entry) -> entry != null && entry.version() >= change.version() ? entry : null);
        """,
        """
        .computeIfPresent(
            key, (same, entry) -> entry.version() >= change.version() ? entry : null);
        """),

    READ_FORGETS_THE_FLOOR(
        Race.EVERYTHING_CHANGED,
        "if (entry != null && entry.version() >= floor) {",
        "if (entry != null) {"),

    READ_OF_A_SNAPSHOT_FORGETS_THE_FLOOR(
        Race.EVERYTHING_CHANGED,
        "entry.version() <= version && entry.version() >= floor",
        "entry.version() <= version"),

    FLOOR_RISES_AFTER_THE_CATCH_UP(
        Race.EVERYTHING_CHANGED, "floor = target;", "caughtUpTo = target; floor = target;"),

    READ_LOOKS_AT_THE_FLOOR_FIRST(
        Race.EVERYTHING_CHANGED,
        """
        if (caughtUpTo >= version || catchUp()) {
          Entry<V> entry = cache.getIfPresent(key);
          if (entry != null && entry.version() >= floor) {
        """,
        """
        long least = floor;
        if (caughtUpTo >= version || catchUp()) {
          Entry<V> entry = cache.getIfPresent(key);
          if (entry != null && entry.version() >= least) {
        """),

    READ_LOOKS_AT_THE_ENTRY_FIRST(
        Race.UNFINISHED_CATCH_UP,
        """
        if (caughtUpTo >= version || catchUp()) {
          Entry<V> entry = cache.getIfPresent(key);
        """,
        """
        Entry<V> entry = cache.getIfPresent(key);
        if (caughtUpTo >= version || catchUp()) {
        """),

    READ_DOES_NOT_CATCH_UP(
        Race.UNFINISHED_CATCH_UP,
        "if (caughtUpTo >= version || catchUp()) {",
        "if (version >= 0) {"),

    SNAPSHOT_IS_SHOWN_WHAT_IS_NEWER(
        Race.NEWER_THAN_A_SNAPSHOT,
        "entry.version() <= version && entry.version() >= floor",
        "entry.version() >= floor"),

    WRITE_TRUSTS_A_CACHE_THAT_IS_BEHIND(
        Race.OWN_AND_FOREIGN_COMMITS,
        "return at(key, version, caughtUpTo >= version, cache);",
        "return at(key, version, true, cache);"),

    OWN_COMMIT_HIDES_A_FOREIGN_ONE(
        Race.FOREIGN_COMMIT_BEFORE_AN_OWN,
        "if (caughtUpTo == version - 1) {",
        "if (caughtUpTo < version) {"),

    OWN_COMMIT_COUNTS_BEFORE_IT_IS_THERE(
        Race.OWN_COMMITS,
        """
        cache.putAll(changed);
        caughtUpTo = version;
        """,
        """
        caughtUpTo = version;
        cache.putAll(changed);
        """),

    ANSWER_FORGETS_THE_STAMPS(
        Race.QUERY_AND_FOREIGN_COMMIT,
        "&& stamps.unchangedSince(result.version(), result.reads());",
        ";"),

    ANSWER_FORGETS_THE_FLOOR(Race.QUERY_AND_EVERYTHING, "version : cache.floor)", "version : 0)"),

    ANSWER_LOOKS_AT_THE_STAMPS_FIRST(
        Race.QUERY_AND_FOREIGN_COMMIT,
        """
        if (cache.caughtUpTo >= version || awaitCatchUp(version)) {
          Entry<V> entry = entries.getIfPresent(key);
          if (entry != null && holds(entry, version)) {
        """,
        """
        Entry<V> entry = entries.getIfPresent(key);
        boolean good = entry != null && holds(entry, version);
        if (cache.caughtUpTo >= version || awaitCatchUp(version)) {
          if (good) {
        """),

    ANSWER_DOES_NOT_CATCH_UP(
        Race.QUERY_AND_FOREIGN_COMMIT,
        "if (cache.caughtUpTo >= version || awaitCatchUp(version)) {",
        "if (version >= 0) {"),

    CATCH_UP_LEAVES_THE_STAMPS(
        Race.QUERY_AND_FOREIGN_COMMIT, "stamp(change.key(), change.version());", ""),

    OWN_COMMIT_LEAVES_THE_STAMPS(
        Race.QUERY_AND_OWN_COMMIT, "logged.forEach(key -> stamp(key, version));", ""),

    OWN_COMMIT_STAMPS_AFTER_IT_COUNTS(
        Race.QUERY_AND_OWN_COMMIT,
        """
        logged.forEach(key -> stamp(key, version));
        cache.putAll(changed);
        caughtUpTo = version;
        """,
        """
        cache.putAll(changed);
        caughtUpTo = version;
        logged.forEach(key -> stamp(key, version));
        """),

    SNAPSHOT_IS_GIVEN_A_NEWER_ANSWER(
        Race.ANSWER_NEWER_THAN_A_SNAPSHOT,
        "entry != null && entry.version() <= version && holds(entry, version)",
        "entry != null && holds(entry, version)");

    private final Race race;
    private final String code;
    private final String replacement;

    Fence(Race race, String code, String replacement) {
      this.race = race;
      this.code = code;
      this.replacement = replacement;
    }
  }

  /** Some in each build, from all kinds of races; all in the long form. */
  private static Stream<Fence> fences() {
    Fence[] all = Fence.values();
    int some = Effort.of(5, all.length);
    return IntStream.range(0, some).mapToObj(each -> all[each * all.length / some]);
  }

  @ParameterizedTest
  @MethodSource("fences")
  void withoutTheFenceTheRaceIsLost(Fence fence) throws Exception {
    Mutant mutant =
        Mutant.of(CoherentCacheLincheckTest.class, CACHE, fence.code, fence.replacement, directory);

    assertThatThrownBy(() -> mutant.explore(fence.race, MOST_INTERLEAVINGS))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  /** So it is the change that the others fail for, and not the other name. */
  @Test
  void aMutantWithoutAChangeIsAsGoodAsTheCache() throws Exception {
    String code = "boolean late = catchingUpTo > entry.version();";
    Mutant same = Mutant.of(CoherentCacheLincheckTest.class, CACHE, code, code, directory);

    assertThatCode(() -> same.explore(Race.LATE_FILL, 100)).doesNotThrowAnyException();
  }

  @AfterAll
  static void note() {
    Effort.note("mutants of the cache: %d, all found".formatted(fences().count()));
  }
}
