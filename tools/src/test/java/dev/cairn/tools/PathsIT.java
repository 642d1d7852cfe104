package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that bad paths of files and stores are refused, {@code ~} is expanded, and the memory map
 * gets the requested size.
 */
class PathsIT {
  private static final String VISIT =
      "{\"op\":\"visit\",\"url\":\"https://a.example/\",\"seconds\":1}";

  @TempDir private Path directory;
  private Path home;
  private Path work;

  @BeforeEach
  void makeDirectories() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    work = Files.createDirectory(directory.resolve("work"));
  }

  private Launched.Result cairn(String variable, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Launched.launcher().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = Launched.builder(work, command);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("CAIRN_STORE", variable);
    return Launched.run(builder, VISIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void anEmptyPathIsRefusedAndFillsNothing(String empty) {
    fillStore(home.resolve("store"));
    String[][] commands = {
      {"replay", "-", "--store", empty},
      {"stat", "--store=" + empty},
      {"copy", empty},
      {"salvage", empty},
      {"dump", empty},
      {"restore", empty},
      {"import", empty},
      {"export", empty},
      {"replay", empty}
    };
    for (String[] command : commands) {
      cairn("~/store", command).failed(2, "the path is empty; for the working directory, write .");
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aVariableThatIsEmptyNamesNoStoreAndABlankOneIsRefused() {
    cairn("", "stat").failed(2, "no store at " + work.resolve("cairn-store"));
    cairn(" ", "stat").failed(2, "CAIRN_STORE: the path is empty");
  }

  @Test
  void aTildeIsTheHomeDirectoryWhereNoShellExpandedIt() {
    cairn("~/by-variable", "replay", "-").succeeded();
    cairn("", "replay", "-", "--store=~/by-option").succeeded();
    cairn("~/by-variable", "copy", "~/copy").succeeded();
    cairn("~/by-variable", "salvage", "~/salvaged").succeeded();
    cairn("~/by-variable", "dump", "~/dump.jsonl").succeeded();
    cairn("~/restored", "restore", "~/dump.jsonl").succeeded();

    assertThat(work).isEmptyDirectory();
    assertThat(home.toFile().list())
        .containsExactlyInAnyOrder(
            "by-variable", "by-option", "copy", "salvaged", "dump.jsonl", "restored");
    assertThat(cairn("~", "stat").err()).contains("no store at " + home);
  }

  @Test
  void theHomeOfAnotherUserIsRefusedWithTheWayOut() {
    cairn("~ada/store", "replay", "-")
        .failed(2, "CAIRN_STORE: only a shell knows the home directory in '~ada/store'");
    cairn("", "replay", "-", "--store", "~ada").failed(2, "or ./~ada for that name here");
    assertThat(work).isEmptyDirectory();
    cairn("", "replay", "-", "--store", "./~ada").succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40M", "40 MiB", "40mb", "41943040"})
  void theMapHasTheSizeThatIsAskedFor(String size) {
    fillStore(work.resolve("cairn-store"));

    assertThat(cairn("", "stat", "--map-size", size).succeeded().out())
        .contains("at most 40.0 MiB");
  }

  @Test
  void everyVerbThatOpensAStoreTakesTheSizeOfTheMap() {
    cairn("", "replay", "-", "--map-size", "32M").succeeded();
    String[][] commands = {
      {"list", "sites"},
      {"show", "site", "a.example"},
      {"context", "a.example"},
      {"dump", "d.jsonl"},
      {"copy", "c"},
      {"salvage", "s"},
      {"restore", "d.jsonl", "--merge"},
      {"reindex"},
      {"drop-namespace", "n", "--yes"},
      {"update-site-names"}
    };
    for (String[] command : commands) {
      String[] all = Arrays.copyOf(command, command.length + 1);
      all[command.length] = "--map-size=32M";
      cairn("", all).succeeded();
    }
    cairn("", "verify", "--map-size=32M").failed(2, "--map-size does not apply");
    cairn("", "stat", "--map-size", "much").failed(2, "'much' is no size such as 4G or 512M");
    cairn("", "stat", "--map-size", "99999999999T").failed(2, "more bytes than there can be");
    cairn("", "stat", "--map-size", "1K").failed(2, "1024");
  }

  /** A limit of the address space, as containers and shells have it, leaves no room for 64 GiB. */
  @Test
  void aSmallMapFitsIntoASmallAddressSpace() {
    fillStore(work.resolve("cairn-store"));
    String limited = "ulimit -v 8000000 && cairn stat";

    assertThat(Launched.shell(work, limited).code()).isNotZero();
    Launched.shell(work, limited + " --map-size 256M").succeeded();
    // Of these, some map a second store beside the first one.
    for (String verb : List.of("dump d.jsonl", "restore d.jsonl --merge", "salvage s")) {
      Launched.shell(work, "ulimit -v 8000000 && cairn %s --map-size 256M".formatted(verb))
          .succeeded();
    }
  }

  private static void fillStore(Path store) {
    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
    }
  }
}
