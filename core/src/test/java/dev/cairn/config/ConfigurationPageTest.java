package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that docs/configuration.md lists every setting as it is, and no other. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String ROW = "| `";

  @Test
  void thePageListsEverySettingWithItsVariableDefaultAndValues() throws IOException {
    List<List<String>> listed =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith(ROW) && line.contains("`CAIRN_"))
            .map(line -> List.of(line.split(" *\\| *", -1)).subList(1, 5))
            .toList();
    assertThat(listed)
        .containsExactlyElementsOf(
            Stream.of(Setting.values()).map(ConfigurationPageTest::row).toList());
  }

  private static List<String> row(Setting setting) {
    List<String> variables = new ArrayList<>(List.of(setting.variable()));
    variables.addAll(setting.otherNames());
    String shown = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
    return List.of(
        "`" + setting.key() + "`",
        String.join(", ", variables.stream().map(name -> "`" + name + "`").toList()),
        shown,
        setting.syntax());
  }

  @Test
  void everyDefaultIsAValueOfItsSetting() {
    assertThat(Setting.values())
        .filteredOn(setting -> !setting.defaultText().isEmpty())
        .allSatisfy(
            setting ->
                assertThat(setting.form().reading().read(setting.defaultText(), Map.of()))
                    .isNotNull());
  }
}
