package dev.cairn.tools.indexes;

import static dev.cairn.tools.text.TextTable.Kind.FIGURE;
import static dev.cairn.tools.text.TextTable.Kind.NAME;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.Maintenance.IndexRepair;
import dev.cairn.table.Table;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.Screen;
import dev.cairn.tools.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code cairn reindex}: repairs the indexes of tables and of documents from what they are of. */
@Command(
    name = "reindex",
    description = {
      "Adds the index entries that the rows of a table lack, and deletes those of no row, in one "
          + "transaction.",
      "",
      "Cairn's own tables are done, unless --table names one. Of a table that is not Cairn's own, "
          + "only the program that has it knows what its indexes hold: they are dropped, and that "
          + "program's next write to the table builds them anew.",
      "",
      "With --documents, the indexes by which documents are found are made anew instead, of all "
          + "collections: as after two stores were merged. It takes many small transactions, and can "
          + "be started again after it was stopped."
    },
    footer = {
      "%nExamples:",
      "  cairn reindex",
      "  cairn reindex --table episodes",
      "  cairn reindex --documents --embed"
    })
public final class ReindexCommand implements Callable<Integer> {
  @Option(names = "--table", paramLabel = "T", description = "Only this table.")
  private @Nullable String table;

  @Option(
      names = "--documents",
      description = "Make the indexes of documents anew: their words, values and passages.")
  private boolean documents;

  @Option(
      names = "--embed",
      description = {
        "With --documents: embed them anew too, some 5 to 20 passages a second and processor.",
        "Collections with vectors of another embedder, or of callers, are left to their programs."
      })
  private boolean embed;

  private final Session cairn;

  /** Makes the verb for a run of the command. */
  public ReindexCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    if (embed && !documents) {
      throw new IllegalArgumentException("--embed goes with --documents");
    }
    if (documents && table != null) {
      throw new IllegalArgumentException("give --table or --documents, not both");
    }
    if (documents) {
      new DocumentReindex(cairn).run(embed);
      return ExitCode.OK;
    }
    try (Cairn store = cairn.openToChange()) {
      String name = table;
      List<Table<?, ?>> own =
          Memory.tables().stream().filter(t -> name == null || t.name().equals(name)).toList();
      if (name != null && own.isEmpty()) {
        return forget(store.maintenance(), name);
      }
      return repair(store.maintenance(), own);
    }
  }

  private int forget(Maintenance maintenance, String name) {
    Set<String> indexes = maintenance.forgetIndexes(name);
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("table", name);
      object.put("dropped", indexes);
      cairn.screen().out().println(Json.line(object));
    } else if (indexes.isEmpty()) {
      cairn.screen().out().println("table " + name + " has no index");
    } else {
      cairn
          .screen()
          .out()
          .printf(
              "dropped the indexes of table %s (%s); its owner's next write builds them%n",
              name, String.join(", ", indexes));
    }
    return ExitCode.OK;
  }

  private int repair(Maintenance maintenance, List<Table<?, ?>> tables) {
    List<IndexRepair> repairs;
    Screen screen = cairn.screen();
    try (ProgressDisplay bar = screen.progress("reindex", ProgressDisplay.UNKNOWN)) {
      repairs = maintenance.reindex(tables, (step, done) -> bar.reach(done));
    }
    if (cairn.json()) {
      repairs.forEach(repair -> screen.out().println(Json.line(repair)));
    } else {
      print(repairs);
    }
    long unreadable = repairs.stream().mapToLong(IndexRepair::unreadable).sum();
    if (unreadable > 0) {
      screen
          .err()
          .printf(
              "cairn: %s not read, and may lack index entries; cairn verify shows those that are damaged, and any others need a later version%n",
              unreadable == 1 ? "1 row was" : Figures.count(unreadable) + " rows were");
      return ExitCode.SOFTWARE;
    }
    return ExitCode.OK;
  }

  private void print(List<IndexRepair> repairs) {
    TextTable text =
        new TextTable()
            .column("TABLE", NAME)
            .column("ROWS", FIGURE)
            .column("MISSING", FIGURE)
            .column("SURPLUS", FIGURE);
    for (IndexRepair repair : repairs) {
      text.row(
          repair.table(),
          Figures.count(repair.rows()),
          Figures.count(repair.missing()),
          Figures.count(repair.surplus()));
    }
    text.print(cairn.screen().out(), cairn.screen().width());
  }
}
