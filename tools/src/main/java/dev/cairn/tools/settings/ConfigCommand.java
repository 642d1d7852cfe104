package dev.cairn.tools.settings;

import dev.cairn.config.Configuration;
import dev.cairn.config.Setting;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code cairn config}: prints the settings that are in force, and where each comes from. */
@Command(
    name = "config",
    description = {
      "Prints the settings that are in force, and where each of them comes from: an option, an "
          + "environment variable, the file, or the default.",
      "",
      "The file is the one of --config, else of $CAIRN_CONFIG. All mistakes in it and in the "
          + "variables are named at once."
    },
    footer = {
      "%nExamples:",
      "  cairn config",
      "  CAIRN_WRITE_TIMEOUT=2s cairn config --config agents.properties --json"
    })
public final class ConfigCommand implements Callable<Integer> {
  /** A setting in JSON. */
  private record Line(String setting, String variable, String value, String from) {}

  /** The settings in JSON. */
  private record Settings(List<Line> settings, List<String> unknownVariables) {}

  private final Session cairn;

  /** Makes the verb. */
  public ConfigCommand(Session cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() {
    Configuration configuration = cairn.configuration();
    List<Line> lines = configuration.values().stream().map(this::line).toList();
    PrintWriter out = cairn.screen().out();
    if (cairn.json()) {
      out.println(Json.line(new Settings(lines, configuration.unknownVariables())));
      return CommandLine.ExitCode.OK;
    }
    TextTable table =
        new TextTable()
            .column("setting", TextTable.Kind.ID)
            .column("value", TextTable.Kind.NAME)
            .column("from", TextTable.Kind.TEXT);
    lines.forEach(each -> table.row(each.setting(), each.value(), each.from()));
    table.print(out, cairn.screen().width());
    for (String name : configuration.unknownVariables()) {
      out.println(name + " is no setting");
    }
    return CommandLine.ExitCode.OK;
  }

  private Line line(Configuration.Value value) {
    Setting setting = value.setting();
    return cairn
        .option(setting)
        .map(text -> new Line(setting.key(), setting.variable(), text, "--" + setting.key()))
        .orElseGet(() -> new Line(setting.key(), setting.variable(), value.text(), value.origin()));
  }
}
