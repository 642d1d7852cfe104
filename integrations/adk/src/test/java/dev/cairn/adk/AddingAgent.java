package dev.cairn.adk;

import com.google.adk.artifacts.BaseArtifactService;
import com.google.adk.events.Event;
import com.google.adk.events.EventActions;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.cairn.Cairn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A test program that appends to a session and saves an artifact while other programs do the same.
 * Each of them creates the session, as the framework's runner does that has not found it.
 */
final class AddingAgent {
  static final String APP = "app";
  static final String USER = "user";
  static final String SESSION = "shared";
  static final String FILE = "file";

  private AddingAgent() {}

  /**
   * Says "ready", waits for a line, creates the session, and appends events and saves versions.
   *
   * @param arguments the store, the name of the agent, and how many events it appends
   */
  public static void main(String[] arguments) throws IOException {
    String agent = arguments[1];
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      CairnSessionService sessions = new CairnSessionService(cairn.memory());
      BaseArtifactService artifacts = new CairnArtifactService(cairn.memory());
      System.out.println("ready");
      int unused = System.in.read();
      Session session = sessions.createSession(APP, USER, Map.of(), SESSION).blockingGet();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        sessions.appendEvent(
            session,
            Event.builder()
                .id(agent + " " + i)
                .author(agent)
                .content(Content.fromParts(Part.fromText(agent + " " + i)))
                .actions(
                    EventActions.builder()
                        .stateDelta(Map.of(agent + i, i, "app:" + agent, i, "user:last", agent))
                        .build())
                .build());
        artifacts
            .saveArtifact(APP, USER, SESSION, FILE, Part.fromText(agent + " " + i))
            .ignoreElement()
            .blockingAwait();
      }
    }
  }
}
