package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Tests that the graph behaves as the reference MCP memory server's own tests expect. The cases for
 * the format of its file are with {@code cairn import} and {@code cairn export}.
 */
class ReferenceServerTest extends OpenGraph {
  @Nested
  class CreatingEntities {
    @Test
    void returnsAndStoresThem() {
      List<Entity> created =
          graph.create(person("Alice", "works at Acme"), person("Bob", "likes programming"));

      assertThat(created).extracting(Entity::name).containsExactly("Alice", "Bob");
      assertThat(graph.all().entities()).isEqualTo(created);
    }

    @Test
    void passesOverThoseThatExist() {
      graph.create(person("Alice", "works at Acme"));

      assertThat(graph.create(person("Alice", "works elsewhere"), person("Alice"))).isEmpty();

      assertThat(graph.count()).isEqualTo(1);
      assertThat(observations("Alice")).containsExactly("works at Acme");
    }

    @Test
    void mayBeOfNone() {
      assertThat(graph.create(List.of())).isEmpty();
    }
  }

  @Nested
  class CreatingRelations {
    @Test
    void returnsAndStoresThem() {
      graph.create(person("Alice"), person("Bob"));

      List<Relation> created = graph.relate(knows("Alice", "Bob"));

      assertThat(created).hasSize(1);
      assertThat(sentence(created.get(0))).isEqualTo("Alice knows Bob");
      assertThat(graph.all().relations()).isEqualTo(created);
    }

    @Test
    void passesOverThoseThatExist() {
      graph.create(person("Alice"), person("Bob"));
      graph.relate(knows("Alice", "Bob"));

      assertThat(graph.relate(knows("Alice", "Bob"))).isEmpty();

      assertThat(graph.countRelations()).isEqualTo(1);
    }

    @Test
    void mayBeOfNone() {
      assertThat(graph.relate(List.of())).isEmpty();
    }

    /** The server's last release allows missing ends, its sources refuse them: a caller can. */
    @Test
    void canBeRefusedIfAnEndIsMissing() {
      graph.create(person("Alice"));

      for (Relation wanted : List.of(knows("Ghost", "Alice"), knows("Alice", "Ghost"))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> memory.write(m -> relateExisting(m.graph(), wanted)))
            .withMessage("Entity with name Ghost not found");
      }

      assertThat(graph.countRelations()).isZero();
    }

    private static void relateExisting(Graph graph, Relation relation) {
      graph.relate(relation);
      for (String end : List.of(relation.from(), relation.to())) {
        if (!graph.contains(end)) {
          throw new IllegalArgumentException("Entity with name %s not found".formatted(end));
        }
      }
    }
  }

  @Nested
  class AddingObservations {
    @Test
    void returnsAndStoresThem() {
      graph.create(person("Alice", "works at Acme"));

      assertThat(texts(graph.observe("Alice", "likes coffee", "has a dog")))
          .containsExactly("likes coffee", "has a dog");

      assertThat(observations("Alice"))
          .containsExactly("works at Acme", "likes coffee", "has a dog");
    }

    @Test
    void passesOverThoseThatAreKnown() {
      graph.create(person("Alice", "works at Acme"));
      graph.observe("Alice", "likes coffee");

      assertThat(texts(graph.observe("Alice", "likes coffee", "has a dog")))
          .containsExactly("has a dog");

      assertThat(observations("Alice"))
          .containsExactly("works at Acme", "likes coffee", "has a dog");
    }

    @Test
    void isRefusedForAnEntityThatIsNotThere() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> graph.observe("Nobody", "likes coffee"))
          .withMessage("there is no entity 'Nobody'; create it first");

      assertThat(graph.countObservations()).isZero();
    }
  }

  @Nested
  class Removing {
    @Test
    void entities() {
      graph.create(person("Alice"), person("Bob"));

      assertThat(graph.removeEntities(List.of("Alice"))).containsExactly("Alice");

      assertThat(names(graph.all())).containsExactly("Bob");
    }

    @Test
    void entitiesRemovesTheirRelations() {
      graph.create(person("Alice"), person("Bob"), person("Charlie"));
      graph.relate(knows("Alice", "Bob"), knows("Bob", "Charlie"));

      graph.removeEntities(List.of("Bob"));

      assertThat(names(graph.all())).containsExactly("Alice", "Charlie");
      assertThat(graph.all().relations()).isEmpty();
    }

    @Test
    void entitiesThatAreNotThereIsSilent() {
      assertThat(graph.removeEntities(List.of("Nobody"))).isEmpty();
      assertThat(graph.all().entities()).isEmpty();
    }

    @Test
    void observations() {
      graph.create(person("Alice", "works at Acme", "likes coffee"));

      assertThat(graph.removeObservations("Alice", List.of("likes coffee"))).isEqualTo(1);

      assertThat(ReferenceServerTest.this.observations("Alice")).containsExactly("works at Acme");
    }

    @Test
    void observationsOfAnEntityThatIsNotThereIsSilent() {
      assertThat(graph.removeObservations("Nobody", List.of("likes coffee"))).isZero();
      assertThat(graph.all().entities()).isEmpty();
    }

    @Test
    void relationsOfOneType() {
      graph.create(person("Alice"), person("Bob"));
      graph.relate(knows("Alice", "Bob"), Relation.of("Alice", "works_with", "Bob"));

      assertThat(graph.removeRelations(List.of(knows("Alice", "Bob")))).isEqualTo(1);

      assertThat(sentences(graph.all())).containsExactly("Alice works_with Bob");
    }
  }

  @Nested
  class Reading {
    @Test
    void aStoreThatIsNewFindsNothing() {
      assertThat(graph.all().entities()).isEmpty();
      assertThat(graph.all().relations()).isEmpty();
    }

    @Test
    void findsEntitiesAndRelations() {
      graph.create(person("Alice", "works at Acme"));
      graph.relate(Relation.of("Alice", "trusts", "Alice"));

      assertThat(names(graph.all())).containsExactly("Alice");
      assertThat(sentences(graph.all())).containsExactly("Alice trusts Alice");
    }

    @Test
    void findsWhatAnotherProgramStored() {
      graph.create(person("Alice", "is still here"));
      cairn.close();

      try (Cairn again = Cairn.open(directory)) {
        assertThat(names(again.memory().graph().all())).containsExactly("Alice");
      }
    }
  }
}
