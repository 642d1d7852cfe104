package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.lmdb.StagedStore;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.files.StagingDirectory;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that two class loaders of one JVM cannot have the same store open at the same time. Closing
 * any descriptor of LMDB's lock file drops the file locks of the whole process.
 */
@Tag("slow")
class ClassLoadersTest {
  record Note(String text) {}

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  @TempDir Path directory;
  private final OtherClassLoader other = new OtherClassLoader();

  @AfterEach
  void close() throws IOException {
    other.close();
  }

  /** Opens a store, read-only or not. */
  public static final class Opener implements BiFunction<Path, Boolean, AutoCloseable> {
    @Override
    public AutoCloseable apply(Path store, Boolean readOnly) {
      return Cairn.open(
          store, readOnly ? CairnOptions.defaults().readOnly() : CairnOptions.defaults());
    }
  }

  /** Tells whether something is built in a directory. */
  public static final class Looker implements BiPredicate<Path, String> {
    @Override
    public boolean test(Path container, String prefix) {
      return StagingDirectory.isInUse(container, prefix);
    }
  }

  private BiFunction<Path, Boolean, AutoCloseable> opener() throws Exception {
    @SuppressWarnings("unchecked")
    BiFunction<Path, Boolean, AutoCloseable> opener = other.make(Opener.class, BiFunction.class);
    return opener;
  }

  @Test
  void aStoreThatIsOpenInOneClassLoaderIsRefusedToAnother() throws Exception {
    Path store = directory.resolve("store");
    Path link = Files.createSymbolicLink(directory.resolve("link"), store);
    try (OtherJvm process = EngineProgram.start();
        Cairn cairn = Cairn.open(store)) {
      for (int i = 0; i < 100; i++) {
        cairn.memory().put(NOTES, "n" + i, new Note("text"));
      }
      long before = cairn.memory().read(tx -> tx.scan(NOTES, Scan.all()).count());
      for (boolean readOnly : new boolean[] {false, true}) {
        for (Path path : new Path[] {store, link, directory.resolve("x/../store/.")}) {
          assertThatThrownBy(() -> opener().apply(path, readOnly))
              .as("%s, read-only: %s", path, readOnly)
              .hasToString(
                  refusal(store).formatted(other.loader())); // the other loader's exception class
        }
      }
      process.expect("false", "canLock", store.resolve("lock.mdb"));
      assertThat(cairn.memory().<Long>read(tx -> tx.scan(NOTES, Scan.all()).count()))
          .isEqualTo(before);
      cairn.memory().put(NOTES, "later", new Note("text"));
    }
  }

  private static String refusal(Path store) throws IOException {
    return "dev.cairn.StoreOpenException: store "
        + store.toRealPath()
        + " is open in this JVM already, through another class loader than %s,"
        + " and two openings would drop each other's file locks."
        + " Close it there first, or load Cairn once, in a class loader that is a parent of both"
        + " (a server's directory of shared libraries), and share one Cairn";
  }

  @Test
  void aStoreOpenForReadingIsRefusedToAnotherClassLoaderToo() throws Exception {
    Path store = directory.resolve("store");
    Cairn.open(store).close();
    AutoCloseable reader = opener().apply(store, true);
    try {
      for (CairnOptions options :
          new CairnOptions[] {
            CairnOptions.defaults(), CairnOptions.defaults().readOnly(),
          }) {
        StoreOpenException refused =
            catchThrowableOfType(StoreOpenException.class, () -> Cairn.open(store, options));
        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.OTHER_CLASS_LOADER);
      }
    } finally {
      reader.close();
    }
  }

  @Test
  void whatOneClassLoaderHasClosedAnotherOneOpens() throws Exception {
    Path store = directory.resolve("store");
    for (int round = 0; round < 3; round++) {
      Cairn first = Cairn.open(store);
      Cairn second = Cairn.open(store);
      first.close();
      assertThatThrownBy(() -> opener().apply(store, false))
          .as("one of two openings is closed")
          .hasMessageContaining("another class loader");
      second.close();
      opener().apply(store, false).close();
    }
  }

  @Test
  void anOpeningThatFailedKeepsNoOtherClassLoaderOut() throws Exception {
    Path store = directory.resolve("store");
    Cairn.open(store).close();
    CairnOptions beyondAllMemory = CairnOptions.defaults().withMapSize(1L << 52);
    assertThatThrownBy(() -> Cairn.open(store, beyondAllMemory))
        .isInstanceOf(StoreOpenException.class);
    opener().apply(store, false).close();
    assertThatThrownBy(() -> opener().apply(directory.resolve("absent"), true))
        .hasMessageContaining("there is no store");
    Cairn.open(directory.resolve("absent")).close();
  }

  @Test
  void storesThatAreNotTheSameAreOpenInTwoClassLoaders() throws Exception {
    try (Cairn one = Cairn.open(directory.resolve("one"));
        AutoCloseable two = opener().apply(directory.resolve("two"), false)) {
      one.memory().put(NOTES, "n", new Note("text"));
      assertThat(two).isNotNull();
    }
  }

  /** Looking at the lock of a staging directory would drop it, if it is this process's own. */
  @Test
  void aStagingDirectoryOfAnotherClassLoaderIsNoLeftover() throws Exception {
    Path target = directory.resolve("target");
    BiPredicate<?, ?> looker = other.make(Looker.class, BiPredicate.class);
    try (OtherJvm process = EngineProgram.start();
        StagedStore staged = StagedStore.in(target, LmdbOptions.DEFAULT_MAP_BYTES);
        DirectoryStream<Path> all = Files.newDirectoryStream(target, ".restoring-*")) {
      Path owned = all.iterator().next();
      process.expect("false", "canLock", owned.resolve("owner.lock"));
      @SuppressWarnings("unchecked")
      boolean inUse = ((BiPredicate<Path, String>) looker).test(target, ".restoring-");
      assertThat(inUse).isTrue();
      process.expect("false", "canLock", owned.resolve("owner.lock"));
      staged.finish();
    }
  }
}
