package dev.cairn;

import static dev.cairn.StoredSample.BLOBS;
import static dev.cairn.StoredSample.BY_TAG;
import static dev.cairn.StoredSample.BY_TIME;
import static dev.cairn.StoredSample.BY_TOPIC;
import static dev.cairn.StoredSample.EVERYTHING;
import static dev.cairn.StoredSample.KEY;
import static dev.cairn.StoredSample.LATER;
import static dev.cairn.StoredSample.NOTES;
import static dev.cairn.StoredSample.NOTHING;
import static dev.cairn.StoredSample.START;
import static dev.cairn.StoredSample.URL;
import static dev.cairn.StoredSample.VALUE;
import static dev.cairn.StoredSample.plainKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.StoredSample.Blob;
import dev.cairn.StoredSample.EveryKey;
import dev.cairn.StoredSample.Everything;
import dev.cairn.StoredSample.Note;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.maintenance.VerifyReport;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.sites.ActionPattern;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Selector.Candidate;
import dev.cairn.sites.Site;
import dev.cairn.sites.SiteProfile;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.stored.StoredTable;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.users.UserContext;
import dev.cairn.values.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a store which a former version of Cairn wrote can be read, verified and written. */
class OldStoresTest {
  private static final String SITE = "example.com";

  @TempDir Path directory;

  /** Unpacks a store. Its file has the page size of the machine that it was made on. */
  private void unpack(String version) throws IOException {
    String name = "/stores/" + version + ".mdb.gz";
    try (InputStream resource = OldStoresTest.class.getResourceAsStream(name)) {
      assertThat(resource).as(name).isNotNull();
      Files.copy(new GZIPInputStream(resource), directory.resolve("data.mdb"));
    }
    String machine = System.getProperty("os.arch");
    assumeThat(machine)
        .as("the store has pages of 4 KiB, and so cannot be opened on other machines")
        .isIn("amd64", "x86_64");
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.0-4aabe4b")
  void everyRecordOfARepositoryIsReadAsItWasWritten(String version) throws IOException {
    unpack(version);
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();

      assertThat(memory.sites().list())
          .containsExactly(
              new Site(SITE, 2, Duration.ofSeconds(7), Optional.of(START), Optional.of(LATER)));
      assertThat(memory.sites().profile(URL))
          .contains(
              new SiteProfile(
                  memory.sites().list().get(0),
                  List.of(
                      new Selector(
                          SITE,
                          "search_box",
                          List.of(
                              new Candidate("input[name='q']", 1, 0, 0),
                              new Candidate("#search", 0, 0, 0)),
                          1,
                          0,
                          1,
                          LATER)),
                  List.of(new Quirk(SITE, "search is slow", "wait for #results", 2, START, LATER)),
                  List.of(
                      new ActionPattern(
                          SITE, "log in", List.of("type alice", "click #go"), 1, LATER, LATER))));
      assertThat(cairn.memory("alice").sites().list())
          .containsExactly(
              new Site(
                  "example.org:8443",
                  1,
                  Duration.ofSeconds(1),
                  Optional.of(LATER),
                  Optional.of(LATER)));
      assertThat(memory.skills().versions("login"))
          .containsExactly(
              new Skill("login", 2, "Log in", "fills in the form", "v2", List.of(), 2, LATER),
              new Skill("login", 1, "Log in", "", "v1", List.of("auth"), 1, START));
      assertThat(memory.skills().find(SkillQuery.all().withWords("form"))).hasSize(1);
      assertThat(memory.skills().statistics("login"))
          .isEqualTo(
              new SkillStatistics("login", 2, 1, 1, Duration.ofSeconds(1), Optional.of(LATER)));
      Episode loggedIn =
          new Episode(
              "e1",
              "log in",
              Optional.of(URL),
              Optional.of(SITE),
              Optional.of("agent-1"),
              Outcome.SUCCESS,
              List.of("type", "click"),
              "done",
              START);
      Episode thought =
          new Episode(
              "e2",
              "think",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Outcome.FAILURE,
              List.of(),
              "",
              LATER);
      assertThat(memory.episodes().list(9)).containsExactly(thought, loggedIn);
      assertThat(memory.episodes().find(EpisodeQuery.newest(9).atSite(URL)))
          .containsExactly(loggedIn);
      assertThat(memory.episodes().find(EpisodeQuery.newest(9).by("agent-1")))
          .containsExactly(loggedIn);
      assertThat(memory.episodes().find(EpisodeQuery.newest(9).cameOut(Outcome.FAILURE)))
          .containsExactly(thought);
      assertThat(memory.users().list())
          .containsExactly(
              new UserContext(
                  "bob",
                  1,
                  3,
                  Map.of("tone", "brief"),
                  Map.of("timezone", "Europe/Berlin"),
                  START,
                  START));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.0-4aabe4b")
  void everyTypeOfACallersOwnTableIsReadAsItWasWritten(String version) throws IOException {
    unpack(version);
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();

      assertThat(memory.get(EVERYTHING, KEY)).contains(VALUE);
      assertThat(memory.get(EVERYTHING, plainKey("b"))).contains(NOTHING);
      assertThat(
              cairn
                  .memory()
                  .<List<Row<EveryKey, Everything>>>read(
                      tx -> tx.scan(EVERYTHING, Scan.all()).toList()))
          .containsExactly(new Row<>(KEY, VALUE), new Row<>(plainKey("b"), NOTHING));
      assertThat(
              cairn
                  .memory()
                  .<List<EveryKey>>read(
                      tx -> tx.scan(EVERYTHING, BY_TAG, Scan.prefix("two")).map(Row::key).toList()))
          .containsExactly(KEY);
      assertThat(
              cairn
                  .memory()
                  .<List<EveryKey>>read(
                      tx -> tx.scan(EVERYTHING, BY_TIME, Scan.all()).map(Row::key).toList()))
          .containsExactly(KEY);
      // One of each schema that the table has had.
      assertThat(memory.get(NOTES, "old")).contains(new Note(5, "cats", "old", Optional.empty()));
      assertThat(memory.get(NOTES, "new"))
          .contains(new Note(1L << 40, "dogs", "new", Optional.of("woof")));
      assertThat(
              cairn
                  .memory()
                  .<List<String>>read(
                      tx -> tx.scan(NOTES, BY_TOPIC, Scan.all()).map(Row::key).toList()))
          .containsExactly("old", "new");
      assertBlob(memory, new byte[] {0, -1}, "mine", new byte[] {1, 0, -128});
      assertBlob(memory, new byte[0], "long", new byte[9_000]);
      assertBlob(cairn.memory("alice"), new byte[] {0, -1}, "hers", new byte[0]);
    }
  }

  private static void assertBlob(Memory memory, byte[] key, String name, byte[] bytes) {
    Blob blob = memory.get(BLOBS, key).orElseThrow();
    assertThat(blob.name()).isEqualTo(name);
    assertThat(blob.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.0-4aabe4b")
  void theStoreIsSoundAndHoldsNothingElse(String version) throws IOException {
    unpack(version);
    VerifyReport report = Maintenance.verify(directory, VerifyOptions.deep().withTables(tables()));

    assertThat(report.findings()).isEmpty();
    assertThat(report.tables())
        .containsExactlyInAnyOrder(
            new VerifyReport.TableCount("blobs", 3, 0, true),
            new VerifyReport.TableCount("episodes", 2, 6, true),
            new VerifyReport.TableCount("everything", 2, 3, true),
            new VerifyReport.TableCount("notes", 2, 2, true),
            new VerifyReport.TableCount("patterns", 1, 0, true),
            new VerifyReport.TableCount("quirks", 1, 0, true),
            new VerifyReport.TableCount("selectors", 1, 0, true),
            new VerifyReport.TableCount("sites", 2, 0, true),
            new VerifyReport.TableCount("skill-stats", 1, 0, true),
            new VerifyReport.TableCount("skill-versions", 1, 0, true),
            new VerifyReport.TableCount("skills", 1, 5, true),
            new VerifyReport.TableCount("users", 1, 0, true));
  }

  private static List<Table<?, ?>> tables() {
    List<Table<?, ?>> tables = new ArrayList<>(Memory.tables());
    tables.addAll(List.of(EVERYTHING, BLOBS, NOTES));
    return tables;
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.0-4aabe4b")
  void theStoreDescribesItsTables(String version) throws IOException {
    unpack(version);
    try (StoreContents contents = Maintenance.contents(directory, ContentsOptions.defaults())) {
      StoredTable notes = contents.tables().named("notes").orElseThrow();
      StoredTable everything = contents.tables().named("everything").orElseThrow();

      assertThat(notes.key()).containsExactly(KeyType.STRING);
      assertThat(notes.schemas().values())
          .containsExactly(
              Schema.parse("{id:string,about:string,stars:int}"),
              Schema.parse("{stars:long,about:string,id:string,text:string}"));
      assertThat(everything.key())
          .extracting(KeyType::text)
          .containsExactly("string", "int", "long", "bool", "double", "instant", "uuid", "enum");
      assertThat(everything.schemas().values())
          .containsExactly(
              Schema.parse(
                  "{bool:bool,octet:byte,few:short,letter:char,number:int,big:long,rough:float,"
                      + "ratio:double,box:int?,noBox:long?,text:string,noText:string,"
                      + "decimal:decimal,integer:bigint,id:uuid,uri:uri,mood:enum(CALM|ANGRY),"
                      + "at:instant,took:duration,date:date,time:time,dateTime:datetime,"
                      + "offset:offset-datetime,zoned:zoned-datetime,maybe:string,nothing:int?,"
                      + "place:{x:int,y:int?},tags:list<string>,path:list<{x:int,y:int?}>,"
                      + "moods:set<enum(CALM|ANGRY)>,times:map<string,instant>,"
                      + "near:map<{x:int,y:int?},set<int?>>}"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.0-4aabe4b")
  void theStoreIsWrittenAsANewOneIs(String version) throws IOException {
    unpack(version);
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      // The bytes of an equal record are the same: nothing changes.
      assertThat(memory.put(EVERYTHING, KEY, VALUE)).isFalse();
      assertThat(memory.put(EVERYTHING, plainKey("c"), VALUE)).isTrue();
      assertThat(memory.remove(EVERYTHING, plainKey("b"))).isTrue();
      memory.update(
          NOTES,
          "old",
          note -> new Note(note.orElseThrow().stars() + 1, "mice", "old", Optional.of("squeak")));
      assertThat(memory.sites().recordVisit(URL, Duration.ofSeconds(2)).visits()).isEqualTo(3);
      memory.episodes().record(Episode.of("read").happenedAt(Instant.EPOCH));
    }
    try (Cairn cairn = Cairn.open(directory)) {
      assertThat(cairn.memory().get(NOTES, "old"))
          .contains(new Note(6, "mice", "old", Optional.of("squeak")));
      assertThat(
              cairn
                  .memory()
                  .<List<String>>read(
                      tx -> tx.scan(NOTES, BY_TOPIC, Scan.all()).map(Row::key).toList()))
          .containsExactly("new", "old");
      assertThat(cairn.memory().<Long>read(tx -> tx.count(EVERYTHING, BY_TIME, Scan.all())))
          .isEqualTo(2);
      assertThat(cairn.memory().episodes().count()).isEqualTo(3);
    }
    assertThat(Maintenance.verify(directory, VerifyOptions.deep().withTables(tables())).findings())
        .isEmpty();
  }
}
