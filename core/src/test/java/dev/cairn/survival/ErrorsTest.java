package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.Memory;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an exception or error of a caller's code reaches that caller alone, and leaves the
 * store unchanged.
 */
class ErrorsTest {
  /** A throwable that is neither an Error nor an Exception, which few catch clauses catch. */
  private static final class Odd extends Throwable {
    private static final long serialVersionUID = 1L;

    Odd(String message) {
      super(message);
    }
  }

  private static final List<Throwable> ALL =
      List.of(
          new OutOfMemoryError("thrown"),
          new StackOverflowError("thrown"),
          new InternalError("thrown"),
          new AssertionError("thrown"),
          new NoClassDefFoundError("thrown"),
          new ExceptionInInitializerError("thrown"),
          new IllegalStateException("thrown"),
          new CompletionException("thrown", new Odd("within")),
          new CancellationException("thrown"),
          new CorruptRecordException("thrown", "thrown", "thrown"),
          new IOException("thrown by stealth"),
          new InterruptedException("thrown by stealth"),
          new Odd("thrown by stealth"));

  /** The error that the record below throws, and the place. */
  private static volatile Throwable thrown;

  private static volatile String where = "";

  private static void throwIn(String place) {
    Throwable now = thrown;
    if (now != null && where.equals(place)) {
      throw sneak(now);
    }
  }

  /** Throws what no compiler lets a function throw. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  record Note(String text) {
    Note {
      throwIn("constructor");
    }

    @Override
    public String text() {
      throwIn("accessor");
      return text;
    }
  }

  private static final Table<String, Note> NOTES =
      Table.named("notes")
          .keyedBy(Keys.string())
          .holding(Note.class)
          .indexedBy(
              Index.one(
                  "by-text",
                  Keys.string(),
                  note -> {
                    throwIn("index");
                    return note.text;
                  }));

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger conversations = new AtomicInteger();
  private final Thread neighbour = new Thread(this::converse);
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open(@TempDir Path directory) {
    cairn = Cairn.open(directory, CairnOptions.defaults().withCache(CachePolicy.off()));
    memory = cairn.memory();
    memory.put(NOTES, "stored", new Note("stored"));
    neighbour.start();
  }

  private void converse() {
    while (!stopped.get()) {
      memory.users().recordConversation("neighbour");
      conversations.incrementAndGet();
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    thrown = null;
    stopped.set(true);
    neighbour.join();
    assertThat(memory.users().get("neighbour").orElseThrow().conversations())
        .isEqualTo(conversations.get());
    cairn.close();
  }

  /** Makes a call whose code throws in a place, and checks that it left no trace. */
  private Throwable catching(Throwable throwing, String place, ThrowingCallable call) {
    thrown = throwing;
    where = place;
    Throwable caught;
    try {
      caught = catchThrowable(call);
    } finally {
      thrown = null;
    }
    String as = throwing.getClass().getSimpleName() + " in " + place;
    assertThat(caught).as(as).isNotNull();
    assertThat(memory.get(NOTES, "n")).as(as).isEmpty();
    assertThat(memory.get(NOTES, "stored")).as(as).contains(new Note("stored"));
    Await.until(
        as + ": no snapshot is open", () -> cairn.statistics().store().openSnapshots() == 0);
    int before = conversations.get();
    Await.until(as + ": the others write on", () -> conversations.get() > before + 1);
    return caught;
  }

  /** A thrown exception comes out as it is; only a checked one, not declared here, is wrapped. */
  private static void assertSame(Throwable caught, Throwable throwing) {
    if (throwing instanceof Error || throwing instanceof RuntimeException) {
      assertThat(caught).isSameAs(throwing);
    } else {
      assertThat(caught == throwing || caught.getCause() == throwing)
          .as("%s is, or is because of, %s", caught, throwing)
          .isTrue();
    }
  }

  /** A future may wrap what it tells, and unwraps a CompletionException. */
  private static void assertTold(Throwable caught, Throwable throwing) {
    List<Throwable> told = new ArrayList<>();
    for (Throwable each = caught; each != null; each = each.getCause()) {
      told.add(each);
    }
    assertThat(told).containsAnyOf(throwing, throwing.getCause());
  }

  private static Note thrower() {
    throwIn("function");
    return new Note("never");
  }

  @Test
  void functionsThatWrite() {
    for (Throwable each : ALL) {
      List<ThrowingCallable> calls =
          List.of(
              () -> memory.write(m -> thrower().text()),
              () ->
                  memory.write(
                      m -> {
                        m.put(NOTES, "n", new Note("n"));
                        m.users().recordConversation("bob");
                        m.put(NOTES, "m", thrower());
                      }),
              () ->
                  memory.writeAndGet(
                      m ->
                          m.users()
                              .update("bob", old -> old.withPreference("a", thrower().text()))),
              () -> memory.update(NOTES, "n", old -> thrower()),
              () -> cairn.memory().write(tx -> tx.put(NOTES, "n", thrower())));
      for (ThrowingCallable call : calls) {
        assertSame(catching(each, "function", call), each);
      }
      assertThat(memory.users().get("bob")).isEmpty();
    }
  }

  @Test
  void functionsThatWriteLater() {
    for (Throwable each : ALL) {
      Throwable caught =
          catching(
              each,
              "function",
              () ->
                  memory
                      .writeAndGetAsync(
                          m -> {
                            m.put(NOTES, "n", new Note("n"));
                            return thrower();
                          })
                      .get(30, TimeUnit.SECONDS));
      assertTold(caught, each);
    }
  }

  @Test
  void functionsThatRead() {
    for (Throwable each : ALL) {
      List<ThrowingCallable> calls =
          List.of(
              () -> memory.read(m -> thrower()),
              () ->
                  cairn
                      .memory()
                      .read(tx -> tx.scan(NOTES, Scan.all()).map(row -> thrower()).toList()),
              () -> memory.read(m -> m.get(NOTES, "stored").map(note -> thrower())));
      for (ThrowingCallable call : calls) {
        assertSame(catching(each, "function", call), each);
      }
    }
  }

  @Test
  void functionsOfIndexesAndAccessorsOfRecords() {
    Note note = new Note("n");
    for (Throwable each : ALL) {
      for (String place : List.of("index", "accessor")) {
        assertSame(catching(each, place, () -> memory.put(NOTES, "n", note)), each);
        Throwable late =
            catching(
                each,
                place,
                () -> memory.writeAsync(m -> m.put(NOTES, "n", note)).get(30, TimeUnit.SECONDS));
        assertTold(late, each);
      }
    }
  }

  /** An exception means that the constructor refuses what is stored: the row cannot be read. */
  @Test
  void constructorsOfRecordsThatAreRead() {
    for (Throwable each : ALL) {
      List<ThrowingCallable> calls =
          List.of(
              () -> memory.get(NOTES, "stored"),
              () -> cairn.memory().read(tx -> tx.scan(NOTES, Scan.all()).toList()),
              () -> memory.write(m -> m.get(NOTES, "stored")));
      for (ThrowingCallable call : calls) {
        Throwable caught = catching(each, "constructor", call);
        if (each instanceof Error) {
          assertThat(caught).isSameAs(each);
        } else {
          assertThat(caught)
              .isInstanceOf(IncompatibleRecordException.class)
              .hasMessageContaining("the constructor of " + Note.class.getName() + " refuses")
              .hasMessageContaining("thrown");
        }
      }
    }
  }

  @Test
  void whatHangsOnFutures() throws Exception {
    for (Throwable each : ALL) {
      CompletableFuture<Boolean> written =
          memory.writeAndGetAsync(m -> m.put(NOTES, "n", new Note("n")));
      CompletableFuture<Void> hanging =
          written.thenAccept(
              done -> {
                throw sneak(each);
              });
      CompletableFuture<Boolean> onSameThread =
          written.whenComplete(
              (done, failure) -> {
                throw sneak(each);
              });
      assertThat(written.get(30, TimeUnit.SECONDS)).isTrue();
      for (CompletableFuture<?> dependent : List.of(hanging, onSameThread)) {
        Throwable caught = catchThrowable(() -> dependent.get(30, TimeUnit.SECONDS));
        assertTold(caught, each);
      }
      assertThat(memory.writeAndGetAsync(m -> m.remove(NOTES, "n")).get(30, TimeUnit.SECONDS))
          .isTrue();
    }
  }
}
