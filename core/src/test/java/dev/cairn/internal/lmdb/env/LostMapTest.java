package dev.cairn.internal.lmdb.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that every call is refused after LMDB has lost its memory map, because touching the map
 * would end the JVM.
 */
@EnabledIf(
    value = "dev.cairn.internal.platform.Platform#isLinux",
    disabledReason =
        "without a mapped version the map of an open store does not grow with the file")
class LostMapTest {
  @Test
  void eachTransactionSaysThatTheStoreMustBeOpenedAgain(@TempDir Path directory) {
    Stores.open(directory).close();
    List<String> lines;
    try (OtherJvm program = OtherJvm.small(LostMap.class, directory)) {
      lines = program.expectEnd();
    }

    assertThat(lines)
        .hasSize(10)
        .contains("no write is at work: true", "the version: 1")
        .endsWith("readers closed: true", "opened again")
        .first()
        .asString()
        .contains("1152921504606846976 bytes", "close the store, and open it again");
    assertThat(lines.subList(1, 8))
        .filteredOn(line -> !line.contains("at work") && !line.startsWith("the version"))
        .hasSize(5)
        .allMatch(line -> line.contains("store " + directory + " lost its memory map"))
        .allMatch(line -> line.endsWith("Close it, and open it again"));
  }
}
