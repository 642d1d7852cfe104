package dev.cairn.adk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.adk.events.Event;
import com.google.adk.events.EventActions;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.cairn.testing.NewStore;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that events and artifacts with every type of content that the framework has are read back
 * equal.
 */
class EveryContentTest extends NewStore {
  static Stream<Arguments> parts() {
    return Samples.ofEachComponent(Part.class).entrySet().stream()
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parts")
  void aPartOfAnEvent(String kind, Part part) {
    Event event = Event.builder().id(kind).author("a").content(Content.fromParts(part)).build();
    expectBack(event);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parts")
  void aPartAsAnArtifact(String kind, Part part) {
    CairnArtifactService artifacts = new CairnArtifactService(cairn.memory());
    artifacts.saveArtifact("app", "user", "s", kind, part).ignoreElement().blockingAwait();
    Part loaded = artifacts.loadArtifact("app", "user", "s", kind).blockingGet();
    assertThat(loaded).usingRecursiveComparison().isEqualTo(part);
  }

  static Stream<Arguments> events() {
    return Samples.ofEachComponent(Event.class).entrySet().stream()
        .filter(each -> !each.getKey().equals("partial")) // is not stored
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void aComponentOfAnEvent(String component, Event event) {
    expectBack(event);
  }

  static Stream<Arguments> actions() {
    return Samples.ofEachComponent(EventActions.class).entrySet().stream()
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("actions")
  void anActionOfAnEvent(String component, EventActions actions) {
    expectBack(Event.builder().id(component).actions(actions).build());
  }

  @Test
  void allComponentsHaveSamples() {
    assertThat(Samples.ofEachComponent(Part.class).keySet()).isEqualTo(getters(Part.class));
    assertThat(Samples.ofEachComponent(Event.class).keySet())
        .containsAll(Set.of("content", "actions", "groundingMetadata", "usageMetadata"));
    assertThat(Samples.ofEachComponent(EventActions.class).keySet())
        .containsAll(Set.of("stateDelta", "artifactDelta", "compaction"));
  }

  private static Set<String> getters(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getReturnType() == Optional.class)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void expectBack(Event event) {
    CairnSessionService sessions = new CairnSessionService(cairn.memory());
    Session session = sessions.createSession("app", "user", Map.of(), "s").blockingGet();
    sessions.appendEvent(session, event).ignoreElement().blockingAwait();
    Event read =
        sessions.getSession("app", "user", "s", Optional.empty()).blockingGet().events().get(0);
    assertThat(read.toJson()).isEqualTo(event.toJson());
    assertThat(read).usingRecursiveComparison().isEqualTo(event);
  }
}
