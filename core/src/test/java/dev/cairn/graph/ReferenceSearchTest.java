package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Tests that searching the graph gives the results that the reference MCP memory server's own tests
 * expect.
 */
class ReferenceSearchTest extends OpenGraph {
  @Nested
  class Searching {
    @BeforeEach
    void fill() {
      graph.create(
          person("Alice", "works at Acme Corp", "likes programming"),
          person("Bob", "works at TechCo"),
          Entity.of("Acme Corp", "company").withObservations("tech company"));
      graph.relate(
          Relation.of("Alice", "works_at", "Acme Corp"),
          Relation.of("Bob", "competes_with", "Acme Corp"));
    }

    private Subgraph search(String text) {
      return graph.find(GraphQuery.all().containing(text));
    }

    @Test
    void findsAName() {
      assertThat(names(search("Alice"))).containsExactly("Alice");
    }

    @Test
    void findsAType() {
      assertThat(names(search("company"))).containsExactly("Acme Corp");
    }

    @Test
    void findsAnObservation() {
      assertThat(names(search("programming"))).containsExactly("Alice");
    }

    @Test
    void doesNotCareAboutUpperAndLowerCase() {
      assertThat(names(search("ALICE"))).containsExactly("Alice");
      assertThat(names(search("TECHCO"))).containsExactly("Bob");
      assertThat(names(search("pErSoN"))).containsExactly("Alice", "Bob");
    }

    @Test
    void bringsTheRelationsThatBeginOrEndAtAResult() {
      assertThat(names(search("acme"))).containsExactly("Alice", "Acme Corp");
      assertThat(sentences(search("acme")))
          .containsExactly("Alice works_at Acme Corp", "Bob competes_with Acme Corp");
    }

    @Test
    void bringsARelationWhoseOtherEndIsNoResult() {
      assertThat(names(search("Alice"))).containsExactly("Alice");
      assertThat(sentences(search("Alice"))).containsExactly("Alice works_at Acme Corp");
    }

    @Test
    void mayFindNothing() {
      assertThat(search("Nobody").entities()).isEmpty();
      assertThat(search("Nobody").relations()).isEmpty();
    }

    @Test
    void forAnEmptyTextFindsAllEntities() {
      assertThat(names(search(""))).containsExactly("Alice", "Bob", "Acme Corp");
    }
  }

  @Nested
  class Opening {
    @BeforeEach
    void fill() {
      graph.create(person("Alice"), person("Bob"), person("Charlie"));
      graph.relate(knows("Alice", "Bob"), knows("Bob", "Charlie"));
    }

    @Test
    void findsThoseOfTheGivenNamesInTheOrderOfCreation() {
      assertThat(names(graph.open(List.of("Bob", "Alice", "Bob")))).containsExactly("Alice", "Bob");
    }

    @Test
    void bringsTheRelationsOfAllThatIsOpened() {
      assertThat(sentences(graph.open(List.of("Bob", "Alice"))))
          .containsExactly("Alice knows Bob", "Bob knows Charlie");
    }

    @Test
    void bringsAllRelationsOfOne() {
      assertThat(sentences(graph.open(List.of("Bob"))))
          .containsExactly("Alice knows Bob", "Bob knows Charlie");
    }

    @Test
    void bringsARelationToWhatIsNotOpened() {
      assertThat(names(graph.open(List.of("Alice")))).containsExactly("Alice");
      assertThat(sentences(graph.open(List.of("Alice")))).containsExactly("Alice knows Bob");
    }

    @Test
    void bringsARelationFromWhatIsNotOpened() {
      assertThat(names(graph.open(List.of("Charlie")))).containsExactly("Charlie");
      assertThat(sentences(graph.open(List.of("Charlie")))).containsExactly("Bob knows Charlie");
    }

    @Test
    void isSilentAboutNamesThatAreNotThere() {
      assertThat(graph.open(List.of("Nobody")).entities()).isEmpty();
      assertThat(names(graph.open(List.of("Nobody", "Bob")))).containsExactly("Bob");
    }

    @Test
    void mayBeOfNone() {
      assertThat(graph.open(List.of()).entities()).isEmpty();
      assertThat(graph.open(List.of()).relations()).isEmpty();
    }
  }
}
