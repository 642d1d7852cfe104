package dev.cairn.adk;

import static dev.cairn.adk.AddingAgent.APP;
import static dev.cairn.adk.AddingAgent.FILE;
import static dev.cairn.adk.AddingAgent.SESSION;
import static dev.cairn.adk.AddingAgent.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.adk.events.Event;
import com.google.adk.sessions.Session;
import com.google.genai.types.Part;
import dev.cairn.Cairn;
import dev.cairn.testing.TwoAgents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that nothing is lost if two JVMs create one session, append to it, and save one artifact at
 * the same time.
 */
@Tag("slow")
class AddingProcessesTest {
  private static final int EVENTS = 150;

  @Test
  void loseNothingAndKeepTheOrder(@TempDir Path directory) {
    try (Cairn cairn = Cairn.open(directory)) {
      TwoAgents.run(AddingAgent.class, directory, EVENTS);
      expectAllOf(cairn);
    }
  }

  private static void expectAllOf(Cairn cairn) {
    Session session =
        new CairnSessionService(cairn.memory())
            .getSession(APP, USER, SESSION, Optional.empty())
            .blockingGet();
    CairnArtifactService artifacts = new CairnArtifactService(cairn.memory());
    List<String> versions =
        artifacts.listVersions(APP, USER, SESSION, FILE).blockingGet().stream()
            .map(each -> artifacts.loadArtifact(APP, USER, SESSION, FILE, each).blockingGet())
            .map(Part::text)
            .map(Optional::orElseThrow)
            .toList();
    for (String agent : TwoAgents.NAMES) {
      List<String> expected = TwoAgents.textsOf(agent, EVENTS);
      assertThat(session.events().stream().filter(each -> each.author().equals(agent)))
          .extracting(Event::id)
          .containsExactlyElementsOf(expected);
      assertThat(versions.stream().filter(each -> each.startsWith(agent)))
          .containsExactlyElementsOf(expected);
      for (int i = 0; i < EVENTS; i++) {
        assertThat(session.state()).containsEntry(agent + i, i);
      }
      assertThat(session.state()).containsEntry("app:" + agent, EVENTS - 1);
    }
    assertThat(session.events()).hasSize(2 * EVENTS);
    assertThat(versions).hasSize(2 * EVENTS);
    assertThat(session.state())
        .as("of the last event")
        .containsEntry("user:last", session.events().get(2 * EVENTS - 1).author());
    assertThat(session.events().subList(0, EVENTS))
        .as("both at the same time")
        .extracting(Event::author)
        .contains("one", "two");
  }
}
