package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/**
 * Tests that only the generated section of a README is replaced, and that a README without one is
 * refused.
 */
class ReadmeSectionTest {

  @Test
  void onlyWhatIsBetweenTheCommentsIsReplaced() {
    String page = "before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n";
    assertThat(ReadmeSection.replace(page, "new\n"))
        .isEqualTo("before\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n");
  }

  @Test
  void aPageWithoutThePlaceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadmeSection.replace("no place\n", "new\n"))
        .withMessageContaining("<!-- bench:begin -->");
  }
}
