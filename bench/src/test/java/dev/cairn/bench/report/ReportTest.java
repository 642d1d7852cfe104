package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.cairn.bench.contender.ContenderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a report can be read again, and that plots of an earlier run are replaced. */
class ReportTest {

  @TempDir private Path directory;

  private static Result visits(ContenderKind contender, int threads) {
    return new Result(
        Discipline.VISIT, contender, 1, threads, 0, List.of(1000.0, 1001.5 * threads, 999.0));
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    Recording recording = Recordings.of(visits(ContenderKind.CAIRN, 64));
    Report.write(recording, directory);
    assertThat(Report.redraw(directory)).isEqualTo(recording);
  }

  @Test
  void plotsAreDrawnAndThoseOfAnEarlierRunAreGone() throws IOException {
    assumeThatCode(Plot::requireFonts).doesNotThrowAnyException();
    Files.createFile(directory.resolve("reads.png"));
    Report.write(
        Recordings.of(visits(ContenderKind.CAIRN, 1), visits(ContenderKind.CAIRN, 64)), directory);
    assertThat(directory)
        .isDirectoryNotContaining("glob:**reads.png")
        .isDirectoryContaining("glob:**visits.png")
        .isDirectoryContaining("glob:**visits.svg");
  }

  @Test
  void withoutARunThereIsNothingToShow() {
    assertThatIOException()
        .isThrownBy(() -> Report.redraw(directory))
        .withMessageContaining("bench/run");
  }
}
