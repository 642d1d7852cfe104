package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a JVM whose heap fills up again and again loses no acknowledged write, and lets no
 * caller wait for ever. No failed write is there, and the store works on, or says that it was
 * closed and opens again.
 *
 * <p>A full heap sometimes damages the JVM beyond this: the JDK ends it where a cleaner of its own
 * finds no memory, and a call site that could not be linked never works again. The writes are held
 * against the store then as well, and another JVM runs to the end.
 */
@Tag("slow")
class FullHeapTest {
  private static final int FILLINGS = Effort.of(12, 600);
  private static final int JVMS = 6;

  /** {@code jdk.internal.ref.Cleaner} says this and calls {@link System#exit}. */
  private static final String ENDED_BY_JDK = "Cleaner terminated abnormally";

  @TempDir Path directory;

  @Test
  void everyWriteIsStoredOrFailsAndNoCallerHangs() throws IOException {
    boolean whole = false;
    for (int i = 0; i < JVMS && !whole; i++) {
      Path store = directory.resolve("store " + i);
      Path ends = directory.resolve("ends " + i);
      String end = fill(store, ends);
      whole = !end.equals("damaged");
      try (Cairn cairn = Cairn.open(store)) {
        String line = HeapFiller.compare(cairn.memory(), ends);
        assertThat(line).startsWith("sound: ");
        if (whole) {
          assertThat(line).as("writes that the full heap failed").doesNotContain(", 0 failed");
          Effort.note("heap filled: %d times; %s; %s".formatted(FILLINGS, line, end));
        }
      }
      Pages.assertSound(store);
    }
    assertThat(whole).as("one of %d JVMs ran to its end", JVMS).isTrue();
  }

  /** Returns the last line of the program, or {@code damaged}. */
  private static String fill(Path store, Path ends) {
    try (OtherJvm jvm =
        OtherJvm.small(
            List.of("env", "_JAVA_OPTIONS=-Xmx40m"),
            HeapFiller.class,
            store,
            FILLINGS,
            Effort.seed(),
            ends)) {
      Optional<String> line = jvm.lineOrEnd();
      while (line.filter(l -> l.startsWith("filled")).isPresent()) { // a sign of life
        line = jvm.lineOrEnd();
      }
      if (line.isEmpty()) {
        assertThat(jvm.exitCode() == HeapFiller.DAMAGED || jvm.errors().contains(ENDED_BY_JDK))
            .as("ended with %d: %s", jvm.exitCode(), jvm.errors())
            .isTrue();
        return "damaged";
      }
      assertThat(line.orElseThrow()).startsWith("opened again");
      return line.orElseThrow();
    }
  }
}
