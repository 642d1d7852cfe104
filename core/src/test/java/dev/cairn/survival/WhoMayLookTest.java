package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.maintenance.CopyOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that only their owner can read and write the files of a store, and that no symbolic link
 * leads out of it.
 */
class WhoMayLookTest {
  @TempDir Path directory;
  private Path mine;
  private Path treasure;

  /** A directory that belongs to no store, with files of the names that stores have. */
  @BeforeEach
  void bury() throws IOException {
    mine = Files.createDirectory(directory.resolve("mine"));
    treasure = Files.writeString(mine.resolve("treasure"), "do not touch");
    Files.writeString(mine.resolve("data.mdb"), "do not touch");
    Files.writeString(mine.resolve("lock.mdb"), "do not touch");
    Files.createDirectory(mine.resolve("store"));
    Files.writeString(mine.resolve("store").resolve("data.mdb"), "do not touch");
  }

  private void assertUntouched() throws IOException {
    for (String file : List.of("treasure", "data.mdb", "lock.mdb", "store/data.mdb")) {
      assertThat(mine.resolve(file)).hasContent("do not touch");
    }
    assertThat(mine.toFile().list()).hasSize(4);
    assertThat(mine.resolve("store").toFile().list()).hasSize(1);
  }

  /** Does everything that makes files, and waits at each step; run by the test. */
  static final class Maker {
    private static final BufferedReader INPUT =
        new BufferedReader(new InputStreamReader(System.in, UTF_8));

    private static void step(String name) {
      System.out.println(name);
      try {
        INPUT.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public static void main(String[] args) throws IOException {
      Path all = Path.of(args[0]);
      try (Cairn cairn = Cairn.open(all.resolve("deep/er/store"))) {
        cairn
            .memory()
            .write(
                memory -> {
                  for (int i = 0; i < 1500; i++) {
                    memory.users().recordConversation("user" + i);
                  }
                });
        step("open");
        cairn
            .maintenance()
            .copyTo(
                all.resolve("copies/plain"),
                CopyOptions.whole().withProgress(Maker::waitWhileItIsRead));
        cairn
            .maintenance()
            .copyTo(
                all.resolve("copies/compact"),
                CopyOptions.compact().withProgress(Maker::waitWhileItIsRead));
      }
      try (StoreBuilder builder =
          Maintenance.restore(all.resolve("restored/store"), RestoreOptions.defaults())) {
        step("restoring " + builder.rows());
      }
      step("end");
    }

    /** Waits where the copy is checked, beside its place. */
    private static void waitWhileItIsRead(ProgressListener.Step now, long done) {
      if (now == ProgressListener.Step.READING) {
        step("copying");
      }
    }
  }

  @Test
  void everythingIsItsOwnersAloneWhateverTheUmask() throws IOException {
    Path all = Files.createDirectory(directory.resolve("all"));
    List<String> steps = new ArrayList<>();
    int looks = 0;
    List<String> asUmask = List.of("sh", "-c", "umask 000; exec \"$@\"", "sh");
    try (OtherJvm maker = OtherJvm.small(asUmask, Maker.class, all)) {
      String step;
      do {
        step = maker.line();
        steps.add(step);
        looks += assertOwnersAlone(all, step);
        maker.send("go on");
      } while (!step.equals("end"));
    }
    assertThat(steps).contains("open", "copying", "restoring 0");
    Effort.note(
        "permissions: %d files and directories looked at in %d steps, with umask 000"
            .formatted(looks, steps.size()));
  }

  private static int assertOwnersAlone(Path all, String step) throws IOException {
    try (Stream<Path> paths = Files.walk(all)) {
      List<Path> made = paths.filter(path -> !path.equals(all)).toList();
      for (Path path : made) {
        String allowed =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        assertThat(allowed)
            .as("%s, %s", step, all.relativize(path))
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
      return made.size();
    }
  }

  @Test
  void aLinkInPlaceOfAFileOfAStoreIsRefusedAndNotFollowed() throws IOException {
    int number = 0;
    for (String file : List.of("data.mdb", "lock.mdb", "writer.mark", "turn.lock")) {
      for (Path target : List.of(treasure, mine.resolve("new"))) {
        Path empty = Files.createDirectory(directory.resolve("empty" + number));
        Files.createSymbolicLink(empty.resolve(file), target);
        refused(empty, CairnOptions.defaults());
        assertThat(empty.toFile().list()).as("nothing else was made").hasSize(1);

        Path store = directory.resolve("store" + number++);
        Cairn.open(store).close();
        Files.delete(store.resolve(file));
        Files.createSymbolicLink(store.resolve(file), target);
        refused(store, CairnOptions.defaults());
        refused(store, CairnOptions.defaults().readOnly());
      }
    }
  }

  private void refused(Path store, CairnOptions options) throws IOException {
    StoreOpenException refused =
        catchThrowableOfType(StoreOpenException.class, () -> Cairn.open(store, options).close());
    assertThat(refused).as("opening %s", store).isNotNull();
    assertThat(refused.reason()).isEqualTo(Reason.NOT_A_STORE);
    assertThat(refused).hasMessageContaining("links are not followed");
    assertUntouched();
  }

  /** The remains of killed processes are removed; somebody may give such a name to a link. */
  @Test
  void linksAmongTheLeftoversLeadToNoRemoval() throws Exception {
    Path store = Files.createDirectory(directory.resolve("store"));
    link(store.resolve(".new-" + UUID.randomUUID()), mine);
    link(store.resolve(".restoring-" + UUID.randomUUID()), mine);
    Path leftover = Files.createDirectory(store.resolve(".restoring-" + UUID.randomUUID()));
    link(leftover.resolve("store"), mine);
    Path copies = Files.createDirectory(directory.resolve("copies"));
    link(copies.resolve(".monday.building-" + UUID.randomUUID()), mine);
    Path building = copies.resolve(".monday.building-" + UUID.randomUUID());
    link(Files.createDirectory(building).resolve("store"), mine);
    try (StoreBuilder builder = Maintenance.restore(store, RestoreOptions.defaults())) {
      assertThat(builder.rows()).isZero();
    }
    try (Cairn cairn = Cairn.open(store)) {
      cairn.maintenance().copyTo(copies.resolve("monday"), CopyOptions.whole());
    }
    assertUntouched();
    assertThat(leftover).as("a leftover all the same").doesNotExist();
    assertThat(building).doesNotExist();
  }

  /** Makes a link that is as old as a leftover. */
  private static void link(Path link, Path target) throws Exception {
    Files.createSymbolicLink(link, target);
    Process touch = new ProcessBuilder("touch", "-h", "-d", "2020-01-01", link.toString()).start();
    assertThat(touch.waitFor()).isZero();
  }

  @Test
  void aCopyIsNotMadeThroughALink() throws IOException {
    Path target = directory.resolve("elsewhere");
    Path link = Files.createSymbolicLink(directory.resolve("copy"), target);
    try (Cairn cairn = Cairn.open(directory.resolve("store"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cairn.maintenance().copyTo(link, CopyOptions.whole()))
          .withMessageContaining("exists");
    }
    assertThat(target).doesNotExist();
  }
}
