package dev.cairn.internal.cache;

import dev.cairn.internal.cache.CoherentCacheLincheckTest.Race;
import dev.cairn.survival.Effort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Explores the interleavings of queries and commits, in a JVM beside the one that explores those of
 * rows.
 */
@Tag("slow")
class CachedQueriesLincheckTest {
  @Test
  void modelChecking() {
    CoherentCacheLincheckTest.check(Race.OF_QUERIES, Effort.of(200, 2_000));
  }
}
