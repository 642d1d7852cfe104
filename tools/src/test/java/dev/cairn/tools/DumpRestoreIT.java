package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that {@code cairn dump} and {@code cairn restore} keep all rows, in every format and mode,
 * while other programs write.
 */
class DumpRestoreIT extends DumpedStore {
  @Test
  void whatWasDumpedIsRestoredAndDumpedAgain() throws IOException {
    assertThat(cairn("restore", dump.toString()).succeeded().out())
        .startsWith("7 rows restored: 7 added, 0 changed");
    List<String> again = cairn("dump").succeeded().out().lines().toList();
    List<String> first = lines(dump);
    assertThat(again.subList(1, again.size() - 1)).isEqualTo(first.subList(1, first.size() - 1));
    assertThat(cairn("list", "skills", "--tag", "auth").succeeded().out()).contains("żółw");
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      assertThat(cairn.memory().get(NOTES, "n1")).contains(new Note("half \uD83D and\nline"));
      assertThat(
              cairn
                  .memory("alice")
                  .episodes()
                  .find(EpisodeQuery.newest(5).atSite("https://a.example/")))
          .hasSize(1);
    }
  }

  @Test
  void aDumpIsReadableJson() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : lines(dump)) {
      lines.add(mapper.readTree(line));
    }
    JsonNode header = lines.get(0);
    assertThat(header.get("format").intValue()).isEqualTo(1);
    assertThat(header.get("storeVersion").longValue()).isEqualTo(8);
    assertThat(header.get("tables").findValuesAsText("name"))
        .contains("sites", "skills", "episodes", "notes");
    JsonNode site = lines.get(1);
    assertThat(site.get("table").textValue()).isEqualTo("sites");
    assertThat(site.get("key").get(0).textValue()).isEqualTo("a.example");
    assertThat(site.get("value").get("visits").longValue()).isEqualTo(1);
    JsonNode trailer = lines.get(lines.size() - 1);
    assertThat(trailer.get("rows").longValue()).isEqualTo(7);
    assertThat(trailer.get("tables").get("notes").longValue()).isEqualTo(1);
  }

  @Test
  void onlySomeTablesOrOneNamespaceAreDumped() {
    String store = home.resolve("cairn-store").toString();
    assertThat(cairn("dump", "--store", store, "--table", "notes", "--table", "sites").out())
        .hasLineCount(2 + 3);
    assertThat(cairn("dump", "--store", store, "--namespace", "alice").out()).hasLineCount(2 + 3);
    assertThat(cairn("dump", "--store", store, "--namespace", "", "--table", "sites").out())
        .hasLineCount(2 + 1);
    cairn("dump", "--store", store, "--table", "dogs")
        .failed(2, "the store has no table 'dogs'; it has ")
        .failed(2, "notes");
    cairn("dump", "--store", store, "--format", "mdb", "--table", "sites").failed(2, "--table");
    cairn("dump").failed(2, "there is no store at");
  }

  @Test
  void aNamespaceThatTheStoreDoesNotHaveIsToldWithThoseThatItHas() {
    Path file = directory.resolve("typo.jsonl");

    Launched.Result typo =
        Launched.run(home, "dump", file.toString(), "--namespace", "alcie", "--table", "notes");

    typo.failed(2, "the store has no namespace \"alcie\"; it has \"\", \"alice\"");
    assertThat(file).doesNotExist();
  }

  @Test
  void zstdIsAskedForByTheNameOrTheOptionAndRecognisedByContent() throws IOException {
    String store = home.resolve("cairn-store").toString();
    cairn("dump", "a.jsonl.zst", "--store", store).succeeded();
    cairn("dump", "b", "--zstd", "--store", store).succeeded();
    for (String file : List.of("a.jsonl.zst", "b")) {
      assertThat(Files.readAllBytes(directory.resolve(file))).startsWith(0x28, 0xB5, 0x2F, 0xFD);
      assertThat(cairn("restore", file, "--store", file + "-store").succeeded().out())
          .startsWith("7 rows");
    }
    byte[] whole = Files.readAllBytes(directory.resolve("b"));
    Files.write(directory.resolve("cut"), Arrays.copyOf(whole, whole.length - 20));
    cairn("restore", "cut").failed(1, "cut");
  }

  @Test
  void theModesSayWhatBecomesOfRowsThatAreThere() throws IOException {
    String file = dump.toString();
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      cairn.memory().put(NOTES, "n1", new Note("mine"));
      cairn.memory().put(NOTES, "n2", new Note("mine"));
    }
    cairn("restore", file).failed(2, "the store has rows, some in table 'notes'");
    cairn("restore", file, "--into-empty").failed(2, "the store has rows");
    cairn("restore", file, "--merge", "--keep").failed(2, "--merge");
    assertThat(json("restore", file, "--keep"))
        .isEqualTo("{added:6,changed:0,unchanged:0,kept:1,removed:0}");
    assertThat(json("restore", file, "--merge"))
        .isEqualTo("{added:0,changed:1,unchanged:6,kept:0,removed:0}");
    assertThat(json("restore", file, "--replace"))
        .isEqualTo("{added:0,changed:0,unchanged:7,kept:0,removed:1}");
  }

  private String json(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    JsonNode object =
        new ObjectMapper().readTree(cairn(all.toArray(String[]::new)).succeeded().out());
    assertThat(object.get("rows").longValue()).isEqualTo(7);
    return Stream.of("added", "changed", "unchanged", "kept", "removed")
        .map(name -> name + ":" + object.get(name))
        .toList()
        .toString()
        .replace("[", "{")
        .replace("]", "}")
        .replace(", ", ",");
  }

  private static void needLmdbTools() {
    for (String tool : List.of("mdb_dump", "mdb_load")) {
      boolean there =
          Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
      assumeTrue(there, tool + " is not installed");
    }
  }

  @Test
  void lmdbsOwnFormatIsTheSameToTheByteAndGoesBothWays() throws IOException {
    needLmdbTools();
    String store = home.resolve("cairn-store").toString();
    Launched.shell(directory, "mdb_dump -a -f theirs " + store).succeeded();
    cairn("dump", "ours", "--format", "mdb", "--store", store).succeeded();
    assertThat(directory.resolve("ours")).hasSameBinaryContentAs(directory.resolve("theirs"));

    // Some versions of mdb_load do not know all that mdb_dump prints, and say so.
    assertThat(Launched.shell(directory, "mkdir loaded && mdb_load -f ours loaded").code())
        .isZero();
    Launched.shell(directory, "mdb_dump -a " + store + " | cairn restore - --store a").succeeded();
    for (String copy : List.of("loaded", "a")) {
      List<String> rows = cairn("dump", "--store", copy).succeeded().out().lines().toList();
      assertThat(rows.subList(1, rows.size() - 1)).isEqualTo(lines(dump).subList(1, 8));
      assertThat(cairn("list", "skills", "--tag", "auth", "--store", copy).out()).contains("login");
    }
  }

  /** Moves amounts between rows, each time in one transaction, until it is killed. */
  static final class Mover {
    static final int ACCOUNTS = 50;
    static final Table<Integer, Account> TABLE =
        Table.named("accounts").keyedBy(Keys.integer()).holding(Account.class);

    record Account(long amount) {}

    static void open(Path store) {
      try (Cairn cairn = Cairn.open(store)) {
        cairn
            .memory()
            .writeAndGet(
                tx -> {
                  for (int i = 0; i < ACCOUNTS; i++) {
                    tx.put(TABLE, i, new Account(100));
                  }
                  return "";
                });
      }
    }

    public static void main(String[] args) {
      Random random = new Random();
      try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
        for (long moved = 0; ; moved++) {
          int from = random.nextInt(ACCOUNTS);
          int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
          int amount = random.nextInt(20);
          cairn
              .memory()
              .writeAndGet(
                  tx -> {
                    tx.update(TABLE, from, old -> new Account(old.orElseThrow().amount() - amount));
                    return tx.update(
                        TABLE, to, old -> new Account(old.orElseThrow().amount() + amount));
                  });
          if (moved == 10) {
            System.out.println("moving");
          }
        }
      }
    }
  }

  @Test
  void aDumpIsOneMomentWhileOthersWrite() throws Exception {
    Path store = directory.resolve("cairn-store");
    Mover.open(store);
    List<OtherJvm> movers = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        movers.add(OtherJvm.start(Mover.class, store));
      }
      for (OtherJvm mover : movers) {
        assertThat(mover.line()).isEqualTo("moving");
      }
      List<String> dumps = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String moment = cairn("dump").succeeded().out();
        dumps.add(moment.lines().skip(1).limit(Mover.ACCOUNTS).toList().toString());
        assertThat(sum(moment)).isEqualTo(100L * Mover.ACCOUNTS);
      }
      assertThat(dumps).doesNotHaveDuplicates(); // they did write meanwhile
    } finally {
      movers.forEach(OtherJvm::close);
    }
  }

  private static long sum(String moment) throws IOException {
    long sum = 0;
    long rows = 0;
    for (String line : moment.lines().toList()) {
      JsonNode value = new ObjectMapper().readTree(line).get("value");
      if (value != null) {
        sum += value.get("amount").longValue();
        rows++;
      }
    }
    assertThat(rows).isEqualTo(Mover.ACCOUNTS);
    return sum;
  }

  @Test
  void aRestoreIsSeenByAProgramThatHasTheStoreOpen() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"), CairnOptions.defaults())) {
      cairn.memory().put(NOTES, "n1", new Note("mine"));
      assertThat(cairn.memory().get(NOTES, "n1")).contains(new Note("mine"));
      assertThat(cairn.memory().get(NOTES, "n0")).isEmpty();
      cairn("restore", dump.toString(), "--merge").succeeded();
      assertThat(cairn.memory().get(NOTES, "n1")).contains(new Note("half \uD83D and\nline"));
      assertThat(cairn.memory().sites().list(9)).hasSize(1);
    }
  }
}
