package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.jobs.Claim;
import dev.cairn.jobs.JobKind;
import dev.cairn.skills.Skill;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that every command in {@code docs/operating.md} works, in the order of the page, while a
 * program writes to the store.
 */
class OperatingIT {
  private static final Path PAGE =
      Launched.launcher().resolveSibling("../docs/operating.md").normalize();
  private static final Pattern BLOCK = Pattern.compile("```(sh|cron)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CRON_LINE = Pattern.compile("(\\S+\\s+){5}(?<command>.*)");
  private static final String STOP = "# stop the programs that use the store";

  record Note(String about) {}

  record Crawl(String url) {}

  private static final JobKind<Crawl> CRAWL = JobKind.named("crawl", Crawl.class);

  private static final Table<String, Note> NOTES =
      Table.named("notes")
          .keyedBy(Keys.string())
          .holding(Note.class)
          .indexedBy(Index.one("by-topic", Keys.string(), Note::about));

  @TempDir private Path directory;
  private @Nullable Program program;

  /** An agent at work, in this JVM. */
  private static final class Program implements AutoCloseable {
    private static final long MILLIS_BETWEEN_WRITES = 10;

    private final Cairn cairn;
    private final Thread thread = new Thread(this::work, "program");
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure;

    Program(Path store) {
      this.cairn = Cairn.open(store);
      fill(cairn.memory());
      fill(cairn.memory("alice"));
      cairn.memory().jobs().submit(CRAWL, new Crawl("https://a.example/"));
      cairn.memory().jobs().claim(CRAWL).ifPresent(this::bury);
      thread.start();
    }

    private void bury(Claim<Crawl> claim) {
      cairn.memory().jobs().bury(claim, "no answer");
    }

    private static void fill(Memory memory) {
      memory.sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
      memory.sites().cacheSelector("https://a.example/", "box", "#q", List.of());
      memory.skills().add(Skill.of("login", "Log in").withCode("login()").tagged("auth"));
      memory.episodes().record(Episode.of("find tea").at("https://a.example/").succeeded());
      memory.put(NOTES, "n1", new Note("tea"));
    }

    private void work() {
      try {
        for (int visit = 0; !stop.await(MILLIS_BETWEEN_WRITES, TimeUnit.MILLISECONDS); visit++) {
          cairn
              .memory()
              .sites()
              .recordVisit("https://b" + visit % 50 + ".example/", Duration.ofSeconds(1));
        }
      } catch (RuntimeException e) {
        failure = e;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      stop.countDown();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      cairn.close();
      assertThat(failure).as("what went wrong for the program").isNull();
    }
  }

  @BeforeEach
  void start() {
    program = new Program(directory.resolve("agents.cairn"));
  }

  @AfterEach
  void stop() {
    if (program != null) {
      program.close();
      program = null;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCommandOfThePageRuns() throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      if (block.group(1).equals("sh")) {
        commands.add(block.group(2));
      } else {
        block.group(2).lines().map(OperatingIT::commandOfCron).forEach(commands::add);
      }
    }
    assertThat(commands).hasSizeGreaterThan(10);
    return commands.stream().map(command -> dynamicTest(command.strip(), () -> runs(command)));
  }

  private static String commandOfCron(String line) {
    Matcher matcher = CRON_LINE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    return matcher.group("command").replace("\\%", "%");
  }

  private void runs(String commands) {
    if (commands.startsWith(STOP)) {
      stop();
    }
    ProcessBuilder shell = Launched.builder(directory, List.of("sh", "-e", "-c", commands));
    shell.environment().put("CAIRN_STORE", "agents.cairn");
    shell.environment().put("HOME", directory.toString());
    shell
        .environment()
        .merge("PATH", Launched.launcher().getParent() + ":", (old, add) -> add + old);
    Launched.run(shell, "").succeeded();
    if (program == null) {
      program =
          new Program(directory.resolve("agents.cairn")); // the store as it is now can be used
    }
  }
}
