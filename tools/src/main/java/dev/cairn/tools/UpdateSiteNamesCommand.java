package dev.cairn.tools;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.NAME;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.Episodes;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.sites.Sites;
import dev.cairn.stored.StoredTable;
import dev.cairn.table.Table;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.TextTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code cairn update-site-names}: renames sites from the old rules for international names (IDNA
 * 2003) to today's (UTS #46).
 */
@Command(
    name = "update-site-names",
    description = {
      "Moves sites and episodes that were stored under a name by IDNA 2003 to the name that the "
          + "site has today, by UTS #46.",
      "",
      "Only stores that were written before Cairn followed UTS #46 can have such names. Where there "
          + "are none, nothing is changed. Each site is moved as a whole; if the command is stopped "
          + "halfway, the next one moves the rest.",
      "",
      "A name such as strasse.de may have been stored for another site too. It stays as it is."
    },
    footer = {
      "%nExamples:",
      "  cairn update-site-names",
      "  cairn update-site-names \"\"    # the default namespace only"
    })
final class UpdateSiteNamesCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAMESPACE",
      arity = "0..*",
      description = "The namespaces; all, if none is given. \"\" is the default one.")
  private List<String> namespaces = List.of();

  private final CairnCommand cairn;

  UpdateSiteNamesCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    Collection<String> chosen = namespaces.isEmpty() ? all() : namespaces;
    TextTable text =
        new TextTable()
            .column("NAMESPACE", NAME)
            .column("SITES", FIGURE)
            .column("EPISODES", FIGURE);
    try (Cairn store = cairn.openToChange()) {
      for (String namespace : chosen) {
        Memory memory = namespace.isEmpty() ? store.memory() : store.memory(namespace);
        int sites = memory.sites().moveFormerNames();
        int episodes = memory.episodes().moveFormerSites();
        text.row(Json.line(namespace), Figures.count(sites), Figures.count(episodes));
        if (cairn.json()) {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("namespace", namespace);
          object.put("sites", sites);
          object.put("episodes", episodes);
          cairn.screen().out().println(Json.line(object));
        }
      }
    }
    if (!cairn.json()) {
      text.print(cairn.screen().out(), cairn.screen().width());
    }
    return ExitCode.OK;
  }

  /** Returns the namespaces that have sites or episodes. */
  private Set<String> all() {
    Set<String> tables =
        Stream.of(Sites.tables(), Episodes.tables())
            .flatMap(List::stream)
            .map(Table::name)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> found = new TreeSet<>();
    ContentsOptions options = ContentsOptions.defaults().withMapSize(cairn.mapBytes());
    try (StoreContents contents = Maintenance.contents(cairn.store(), options)) {
      for (StoredTable table : contents.tables().all()) {
        if (tables.contains(table.name())) {
          try (RowCursor rows = contents.rows(table)) {
            while (rows.next()) {
              found.add(rows.row().namespace());
            }
          }
        }
      }
    }
    return found;
  }
}
