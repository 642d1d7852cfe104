package dev.cairn.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.skills.Skill;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs dump and restore: files, formats, modes, and what is refused. */
class DumpRestoreIT {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  /** Where a store and a dump of it are, for all tests. */
  @TempDir private static Path home;

  private static Path dump;

  /** Where a test restores to. */
  @TempDir Path directory;

  private int files;

  @BeforeAll
  static void fillAndDump() {
    try (Cairn cairn = Cairn.open(home.resolve("cairn-store"))) {
      for (Memory memory : List.of(cairn.memory(), cairn.memory("alice"))) {
        memory.sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
        memory.skills().add(Skill.of("login", "Log in żółw").tagged("auth"));
        memory.episodes().record(Episode.of("shop").at("https://a.example/").succeeded());
      }
      cairn.memory().put(NOTES, "n1", new Note("half \uD83D and\nline"));
    }
    dump = home.resolve("dump.jsonl");
    assertThat(Launched.run(home, "dump", dump.toString()).succeeded().out())
        .isEqualTo("7 rows of version 8 in " + dump + "\n");
  }

  @BeforeEach
  void count() {
    files = 0;
  }

  private Launched.Result cairn(String... arguments) {
    return Launched.run(directory, arguments);
  }

  private static List<String> lines(Path file) throws IOException {
    return new ArrayList<>(Files.readAllLines(file, UTF_8));
  }

  /** Writes a dump of other lines, whose trailer is right. */
  private Path resealed(List<String> lines) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<String> all = new ArrayList<>(lines.subList(0, lines.size() - 1));
    all.forEach(line -> digest.update((line + "\n").getBytes(UTF_8)));
    String sha256 = HexFormat.of().formatHex(digest.digest());
    all.add(
        "{\"end\":\"cairn dump\",\"rows\":%d,\"tables\":{},\"sha256\":\"%s\"}"
            .formatted(all.size() - 1, sha256));
    return write(String.join("\n", all) + "\n");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("bad" + files++ + ".jsonl"), text);
  }

  private void refused(Path file, int code, String complaint) {
    cairn("restore", file.toString()).failed(code, complaint);
    assertThat(directory.resolve("cairn-store")).doesNotExist();
  }

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

  @Test
  void whatIsNoDumpIsRefused() throws IOException {
    cairn("restore", "missing").failed(2, "no such file: missing");
    cairn("restore", directory.toString()).failed(2, "a directory is no dump: " + directory);
    refused(write(""), 2, "is no dump: it is empty");
    refused(write("sites,1\n"), 2, "is no dump: it begins neither as JSON nor as LMDB's format");
    refused(write("{\"op\":\"visit\"}\n"), 2, "is no dump: its first line is no header of one");
    List<String> lines = lines(dump);
    lines.set(0, lines.get(0).replace("\"format\":1", "\"format\":2"));
    refused(write(String.join("\n", lines)), 2, "has dump format 2, and this version of Cairn");
  }

  @Test
  void aDumpThatIsNotWholeIsRefusedAndWhatIsWholeTakenIfAllowed() throws IOException {
    List<String> lines = lines(dump);
    Path noTrailer = write(String.join("\n", lines.subList(0, 5)) + "\n");
    refused(noTrailer, 1, noTrailer + " is cut off: it ends after line 5 without a trailer");
    Path cut = write(String.join("\n", lines.subList(0, 5)).replaceFirst("..$", ""));
    refused(cut, 1, cut + ", line 5: it is cut off: the file ends within the line");
    String changed = String.join("\n", lines).replace("\"visits\":1", "\"visits\":2") + "\n";
    Path damaged = write(changed);
    refused(damaged, 1, damaged + ", line 9: the checksum does not match");

    Launched.Result taken = cairn("restore", cut.toString(), "--allow-truncated", "--json");
    assertThat(taken.code()).isZero();
    assertThat(taken.err()).hasLineCount(1).contains("line 5", "; 3 rows before that taken");
    JsonNode object = new ObjectMapper().readTree(taken.out());
    assertThat(object.get("added").longValue()).isEqualTo(3);
    assertThat(object.get("truncated").textValue()).contains("line 5");
  }

  @Test
  void aRowThatDoesNotFitIsRefusedByFileLineAndComponent() throws Exception {
    List<String> lines = lines(dump);
    lines.set(1, lines.get(1).replace("\"visits\":1", "\"visits\":\"many\""));
    Path file = resealed(lines);
    refused(file, 1, file + ", line 2: value › visits: 'many' where long is wanted");

    lines.set(1, lines(dump).get(1).replace("\"visits\":1", "\"visits\":-5"));
    file = resealed(lines);
    refused(file, 2, file + ", line 2: table 'sites' does not take the row: ");
  }

  @Test
  void aTableOfAnotherSchemaThanTheRepositoryCanReadIsRefused() throws Exception {
    List<String> lines = lines(dump);
    lines.set(0, lines.get(0).replace("visits:long", "visits:string"));
    for (int i = 1; i < lines.size() - 1; i++) {
      lines.set(i, lines.get(i).replace("\"visits\":1", "\"visits\":\"1\""));
    }
    refused(resealed(lines), 1, "table 'sites', component 'visits': stored as string");
  }

  @Test
  void aFileHasItsNameOnlyWhenItIsWhole() throws IOException {
    String store = home.resolve("cairn-store").toString();
    cairn("dump", "no/such/directory/dump", "--store", store).failed(2, "its directory does not");
    cairn("dump", directory.toString(), "--store", store).failed(2, "is a directory");
    Files.writeString(directory.resolve("dump"), "old");
    cairn("dump", "dump", "--store", store).succeeded();
    assertThat(lines(directory.resolve("dump"))).hasSize(9);
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(directory.resolve("dump"));
    }
    cairn("dump", "/dev/null", "--store", store).succeeded();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void whatAKilledDumpLeftIsTakenOverAndWhatAnotherOneWritesIsNot() throws IOException {
    String store = home.resolve("cairn-store").toString();
    Path partial = directory.resolve(".dump.partial");
    Files.writeString(partial, "x".repeat(100_000));
    try (FileChannel other = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      other.lock();
      cairn("dump", "dump", "--store", store)
          .failed(1, "dump cannot be written: another dump to it is under way");
      assertThat(partial).hasSize(100_000);
    }
    cairn("dump", "dump", "--store", store).succeeded();
    assertThat(lines(directory.resolve("dump"))).hasSize(9);
    assertThat(partial).doesNotExist();
  }

  @Test
  void aDirectoryThatMayNotBeWrittenIsNamed() throws IOException {
    String store = home.resolve("cairn-store").toString();
    cairn("dump", "/proc/dump", "--store", store).failed(1, "/proc/dump cannot be written: ");
    Path closed = Files.createDirectory(directory.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false));
    assumeTrue(!Files.isWritable(closed), "root may write everywhere");
    cairn("dump", "closed/dump", "--store", store)
        .failed(2, "closed/dump: cannot be written: permission denied");
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

  @Test
  void aFullDiskIsSaidAndLosesNothing() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    boolean mounted =
        Launched.shell(directory, "mount -t tmpfs -o size=1m cairn-test " + disk).code() == 0;
    assumeTrue(mounted, "only root can mount a small disk");
    try {
      Path store = disk.resolve("store");
      cairn("restore", dump.toString(), "--store", store.toString()).succeeded();
      String before = cairn("dump", "--store", store.toString()).succeeded().out();
      fill(disk.resolve("filler"));
      for (String mode : List.of("--merge", "--replace")) {
        Launched.Result full = cairn("restore", dump.toString(), "--store", store.toString(), mode);
        assertThat(full.err()).hasLineCount(1).containsAnyOf("No space left", "is full");
        assertThat(full.code()).isPositive();
      }
      cairn("dump", disk.resolve("dump").toString(), "--store", store.toString())
          .failed(1, disk.resolve("dump") + " cannot be written: No space left");
      cairn("restore", dump.toString(), "--store", disk.resolve("other").toString())
          .failed(1, "No space left");
      cairn("copy", disk.resolve("copy").toString(), "--store", store.toString())
          .failed(1, "copy is full");
      Files.delete(disk.resolve("filler"));
      String after = cairn("dump", "--store", store.toString()).succeeded().out();
      assertThat(after.lines().skip(1).limit(7))
          .isEqualTo(before.lines().skip(1).limit(7).toList());
      try (Stream<Path> left = Files.list(disk)) {
        assertThat(left).containsExactly(store);
      }
      try (Stream<Path> left = Files.list(store)) {
        assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("."));
      }
    } finally {
      Launched.shell(directory, "umount -l " + disk);
    }
  }

  private static void fill(Path filler) {
    for (int size : new int[] {1 << 14, 1}) {
      try {
        while (true) {
          Files.write(filler, new byte[size], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      } catch (IOException e) {
        // full
      }
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
    List<Process> movers = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        movers.add(
            Launched.builder(
                    directory,
                    List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mover.class.getName(),
                        store.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
      }
      for (Process mover : movers) {
        assertThat(mover.inputReader().readLine()).isEqualTo("moving");
      }
      List<String> dumps = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String moment = cairn("dump").succeeded().out();
        dumps.add(moment.lines().skip(1).limit(Mover.ACCOUNTS).toList().toString());
        assertThat(sum(moment)).isEqualTo(100L * Mover.ACCOUNTS);
      }
      assertThat(dumps).doesNotHaveDuplicates(); // they did write meanwhile
    } finally {
      movers.forEach(Process::destroyForcibly);
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
