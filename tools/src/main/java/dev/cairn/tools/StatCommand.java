package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.Memory;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cairn stat}: prints the size of a store, its version and its numbers of rows. */
@Command(
    name = "stat",
    description = "Prints how large the store is, its version, and what is in it.",
    footer = {"%nExamples:", "  cairn stat", "  cairn stat --json"})
final class StatCommand implements Callable<Integer> {
  private final CairnCommand cairn;

  StatCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    try (Cairn store = cairn.openToRead()) {
      EngineStatistics statistics = store.statistics().store();
      Map<String, Long> rows = store.memory().read(StatCommand::rows);
      if (cairn.json()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("store", store.path().toAbsolutePath().normalize().toString());
        object.put("version", statistics.version());
        object.put("fileBytes", statistics.fileBytes());
        object.put("mapBytes", statistics.mapBytes());
        object.put("readers", statistics.readers());
        object.put("maxReaders", statistics.maxReaders());
        object.putAll(rows);
        cairn.screen().out().println(Json.line(object));
      } else {
        print(store, statistics, rows);
      }
    }
    return ExitCode.OK;
  }

  private static Map<String, Long> rows(Memory memory) {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("sites", memory.sites().count());
    rows.put("skills", memory.skills().count());
    rows.put("episodes", memory.episodes().count());
    rows.put("users", memory.users().count());
    rows.put("entities", memory.graph().count());
    rows.put("relations", memory.graph().countRelations());
    return rows;
  }

  private void print(Cairn store, EngineStatistics statistics, Map<String, Long> rows) {
    PrintWriter out = cairn.screen().out();
    String line = "%-9s %s%n";
    out.printf(line, "store", store.path());
    out.printf(line, "version", Figures.count(statistics.version()));
    out.printf(
        line,
        "size",
        "%s of at most %s"
            .formatted(
                Figures.bytes(statistics.fileBytes()), Figures.bytes(statistics.mapBytes())));
    out.printf(
        line,
        "readers",
        "%s in all processes, of at most %s"
            .formatted(
                Figures.count(statistics.readers()), Figures.count(statistics.maxReaders())));
    rows.forEach((table, count) -> out.printf(line, table, Figures.count(count)));
  }
}
