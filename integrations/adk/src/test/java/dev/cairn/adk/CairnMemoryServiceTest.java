package dev.cairn.adk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.adk.events.Event;
import com.google.adk.memory.MemoryEntry;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.Part;
import dev.cairn.Cairn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that sessions are remembered, and found by those whose they are. */
class CairnMemoryServiceTest {
  private static final String APP = "shop";

  @TempDir private Path directory;

  private Cairn cairn;
  private CairnMemoryService service;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    service = new CairnMemoryService(cairn.memory());
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void whatWasSaidIsFoundWithItsAuthorAndTime() {
    service
        .addSessionToMemory(
            session(
                "ann", "s1", said("e1", "user", "I like green tea."), said("e2", "agent", "OK")))
        .blockingAwait();
    assertThat(found("ann", "which tea?"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.content().text()).isEqualTo("I like green tea.");
              assertThat(entry.author()).isEqualTo("user");
              assertThat(entry.timestamp()).startsWith("2026-11-30");
            });
  }

  @Test
  void anotherUserFindsNothing() {
    service
        .addSessionToMemory(session("ann", "s1", said("e1", "user", "I like green tea.")))
        .blockingAwait();
    assertThat(found("bob", "green tea")).isEmpty();
  }

  @Test
  void aSessionThatHasGrownIsRememberedOnce() {
    service
        .addSessionToMemory(session("ann", "s1", said("e1", "user", "I like green tea.")))
        .blockingAwait();
    service
        .addSessionToMemory(
            session(
                "ann",
                "s1",
                said("e1", "user", "I like green tea."),
                said("e2", "user", "And black tea too.")))
        .blockingAwait();
    assertThat(found("ann", "tea")).hasSize(2);
  }

  @Test
  void callsOfFunctionsAreLeftOut() {
    Event call =
        Event.builder()
            .id("e1")
            .author("agent")
            .content(
                Content.fromParts(
                    Part.builder()
                        .functionCall(
                            FunctionCall.builder().name("tea").args(Map.of("kind", "tea")).build())
                        .build()))
            .build();
    service.addSessionToMemory(session("ann", "s1", call)).blockingAwait();
    assertThat(found("ann", "tea")).isEmpty();
    assertThat(cairn.memory().documents(CairnMemoryService.COLLECTION).count()).isZero();
  }

  @Test
  void itIsFoundInAStoreThatWasOpenedAgain() {
    service
        .addSessionToMemory(session("ann", "s1", said("e1", "user", "I like green tea.")))
        .blockingAwait();
    cairn.close();
    cairn = Cairn.open(directory);
    service = new CairnMemoryService(cairn.memory());
    assertThat(found("ann", "green")).hasSize(1);
  }

  private List<MemoryEntry> found(String user, String query) {
    return service.searchMemory(APP, user, query).blockingGet().memories();
  }

  private static Session session(String user, String id, Event... events) {
    return Session.builder(id)
        .appName(APP)
        .userId(user)
        .events(new ArrayList<>(List.of(events)))
        .build();
  }

  private static Event said(String id, String author, String text) {
    return Event.builder()
        .id(id)
        .author(author)
        .timestamp(java.time.Instant.parse("2026-11-30T12:00:00Z").toEpochMilli())
        .content(Content.builder().role("user").parts(List.of(Part.fromText(text))).build())
        .build();
  }
}
