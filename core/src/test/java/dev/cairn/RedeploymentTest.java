package dev.cairn;

import dev.cairn.maintenance.CopyOptions;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the class loader of a web application that used the library is garbage collected after
 * a redeployment. JNI pins the class loader that loaded native code, so that one is the server's.
 */
class RedeploymentTest {
  record Note(String text, List<String> tags) {}

  static final Index<Note, String> BY_TAG = Index.many("tag", Keys.string(), Note::tags);
  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TAG);

  /** Uses the library and closes the store. */
  public static final class Application implements Consumer<Path> {
    @Override
    public void accept(Path directory) {
      Path copy = directory.resolve("copy-" + System.nanoTime());
      try (Cairn cairn = Cairn.open(directory.resolve("store"))) {
        Memory memory = cairn.memory();
        memory.put(NOTES, "n", new Note("text", List.of("a", "b")));
        boolean stored = memory.get(NOTES, "n").isPresent();
        memory.sites().recordVisit("https://example.com/", Duration.ofSeconds(1));
        String done =
            memory
                .writeAndGetAsync(
                    m -> {
                      m.put(NOTES, "later", new Note("text", List.of()));
                      return "done";
                    })
                .thenApply(result -> result + "!")
                .join();
        long rows = cairn.memory().read(tx -> tx.scan(NOTES, Scan.all()).count());
        if (!stored || rows != 2 || !done.equals("done!")) {
          throw new IllegalStateException(stored + " " + rows + " " + done);
        }
        cairn.maintenance().copyTo(copy, CopyOptions.whole());
      }
    }
  }

  private static WeakReference<ClassLoader> deploy(OtherClassLoader server, Path directory)
      throws Exception {
    try (OtherClassLoader application = server.child()) {
      @SuppressWarnings("unchecked")
      Consumer<Path> main = application.make(Application.class, Consumer.class);
      main.accept(directory);
      return new WeakReference<>(application.loader());
    }
  }

  @Test
  void theClassLoaderOfAClosedStoreBecomesGarbage(@TempDir Path directory) throws Exception {
    try (OtherClassLoader server = OtherClassLoader.ofNativeLibraries()) {
      // Until JDK 24 a thread that jnr-ffi starts keeps the first one that loaded native code.
      deploy(server, directory);
      List<WeakReference<ClassLoader>> closed =
          List.of(deploy(server, directory), deploy(server, directory));
      // The JDK's code for records keeps the last record class that it compared.
      deploy(server, directory);
      Await.until(
          "the class loaders are garbage",
          () -> {
            System.gc();
            return closed.stream().allMatch(loader -> loader.refersTo(null));
          });
    }
  }
}
