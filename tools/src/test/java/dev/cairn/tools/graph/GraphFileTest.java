package dev.cairn.tools.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.trace.BadLineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that knowledge graphs are read from and written to the file format of the reference MCP
 * memory server.
 */
class GraphFileTest {
  private static final String ALICE =
      "{\"type\":\"entity\",\"name\":\"Alice\",\"entityType\":\"person\",\"observations\":[\"likes tea\",\"żółw\"]}";
  private static final String KNOWS =
      "{\"type\":\"relation\",\"from\":\"Alice\",\"to\":\"Bob\",\"relationType\":\"knows\"}";

  private static final Subgraph GRAPH =
      new Subgraph(
          List.of(Entity.of("Alice", "person").withObservations("likes tea", "żółw")),
          List.of(Relation.of("Alice", "knows", "Bob")),
          Optional.empty());

  @Test
  void entitiesAndRelationsAreReadInTheirOrder() throws Exception {
    assertThat(read(ALICE + "\n" + KNOWS)).isEqualTo(GRAPH);
    assertThat(read(KNOWS + "\n" + ALICE + "\n")).isEqualTo(GRAPH);
  }

  @Test
  void emptyLinesUnknownFieldsAndMissingObservationsArePassedOver() throws Exception {
    assertThat(read("\uFEFF\n\r\n  \n" + ALICE + "\r\n\n" + KNOWS + "\n\n")).isEqualTo(GRAPH);
    assertThat(read(KNOWS.replace("}", ",\"weight\":1}")).relations()).isEqualTo(GRAPH.relations());
    assertThat(read("{\"type\":\"entity\",\"name\":\"a\",\"entityType\":\"b\"}").entities())
        .containsExactly(Entity.of("a", "b"));
    assertThat(read("").entities()).isEmpty();
  }

  @Test
  void aCompressedFileIsRead() throws Exception {
    byte[] packed = Zstd.compress((ALICE + "\n" + KNOWS).getBytes(UTF_8));

    assertThat(GraphFile.read("f", new ByteArrayInputStream(packed))).isEqualTo(GRAPH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"entity\"                                 | f:3: not JSON: it ends too early",
        "[]                                                   | f:3: a list, not one object a line",
        "{\"type\":\"node\"}            | f:3: type must be 'entity' or 'relation', not 'node'",
        "{\"name\":\"Alice\"}                                 | f:3: type is missing",
        "{\"type\":\"entity\",\"entityType\":\"person\"}      | f:3: name is missing",
        "{\"type\":\"entity\",\"name\":7}                     | f:3: name must be text, not 7",
        "{\"type\":\"relation\",\"from\":\"a\",\"to\":\"b\"}  | f:3: relationType is missing",
        "{\"type\":\"entity\",\"name\":\"a\",\"entityType\":\"b\",\"observations\":[1]}"
            + "| f:3: observations must be a list of texts, not [1]"
      })
  void aBadLineIsNamed(String line, String complaint) {
    assertThatThrownBy(() -> read(ALICE + "\n\n" + line + "\n" + KNOWS))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Subgraph odd =
        new Subgraph(
            List.of(
                Entity.of("half \uD83D", "\u2028\n").withObservations("\0", ""), Entity.of("", "")),
            List.of(Relation.of("\"", "\\", "\uD83D\uDE00")),
            Optional.empty());

    assertThat(written(GRAPH)).isEqualTo(ALICE + "\n" + KNOWS + "\n");
    assertThat(read(written(odd))).isEqualTo(odd);
  }

  private static Subgraph read(String text) throws IOException, BadLineException {
    return GraphFile.read("f", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static String written(Subgraph graph) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GraphFile.write(graph, out);
    return out.toString(UTF_8);
  }
}
