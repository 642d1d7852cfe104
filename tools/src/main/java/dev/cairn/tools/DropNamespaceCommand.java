package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn drop-namespace}: deletes all rows of a namespace. */
@Command(
    name = "drop-namespace",
    description = {
      "Deletes all rows of a namespace, in all tables, in one transaction.",
      "",
      "Asks first. Where there is no terminal to ask on, --yes is needed."
    },
    footer = {
      "%nExamples:",
      "  cairn drop-namespace alice --yes",
      "  cairn drop-namespace --yes \"\"    # the default namespace"
    })
final class DropNamespaceCommand implements Callable<Integer> {
  private static final Set<String> CONSENT = Set.of("y", "yes");

  @Parameters(paramLabel = "NAMESPACE", description = "The namespace; \"\" is the default one.")
  private String namespace = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  private final CairnCommand cairn;

  DropNamespaceCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException {
    if (!yes && !cairn.screen().canAsk()) {
      throw new IllegalArgumentException(
          "drop-namespace asks before it deletes, and standard input is no terminal; --yes deletes"
              + " without being asked");
    }
    try (Cairn store = cairn.openToChange()) {
      Maintenance maintenance = store.maintenance();
      long rows = yes ? ProgressDisplay.UNKNOWN : sum(maintenance.countNamespace(namespace));
      if (rows > 0 && !consents(rows)) {
        cairn.screen().err().println("cairn: nothing was deleted");
        return ExitCode.PROBLEM;
      }
      try (ProgressDisplay bar = cairn.screen().progress("drop", rows)) {
        report(maintenance.dropNamespace(namespace, (step, gone) -> bar.reach(gone)));
      }
    }
    return ExitCode.OK;
  }

  private boolean consents(long rows) throws IOException {
    String answer =
        cairn
            .screen()
            .ask(
                "Delete %s of %s in %s? [y/N] "
                    .formatted(Figures.count(rows, "row"), name(), cairn.store()));
    return CONSENT.contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  private void report(Map<String, Long> rows) {
    PrintWriter out = cairn.screen().out();
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("namespace", namespace);
      object.put("rows", sum(rows));
      object.put("tables", rows);
      out.println(Json.line(object));
    } else if (rows.isEmpty()) {
      out.println(name() + " has no rows");
    } else {
      out.printf(
          "deleted %s of %s: %s%n",
          Figures.count(sum(rows), "row"),
          name(),
          rows.entrySet().stream()
              .map(table -> Figures.count(table.getValue()) + " of " + table.getKey())
              .collect(Collectors.joining(", ")));
    }
  }

  private String name() {
    return namespace.isEmpty() ? "the default namespace" : "namespace " + Json.line(namespace);
  }

  private static long sum(Map<String, Long> rows) {
    return rows.values().stream().mapToLong(count -> count).sum();
  }
}
