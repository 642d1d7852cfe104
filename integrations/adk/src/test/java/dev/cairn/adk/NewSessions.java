package dev.cairn.adk;

import com.google.adk.events.Event;
import com.google.adk.events.EventActions;
import com.google.adk.sessions.Session;
import dev.cairn.testing.NewStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A base class of tests that opens a new store with its session service for each test. */
abstract class NewSessions extends NewStore {
  static final String APP = "app-name";
  static final String USER = "user-id";

  CairnSessionService service;

  @BeforeEach
  final void makeService() {
    service = new CairnSessionService(cairn.memory());
  }

  final Session create(String id) {
    return service.createSession(APP, USER, new HashMap<>(), id).blockingGet();
  }

  final Session read(String id) {
    return service.getSession(APP, USER, id, Optional.empty()).blockingGet();
  }

  final void append(Session session, Map<String, Object> delta) {
    service
        .appendEvent(
            session,
            Event.builder()
                .id(Event.generateEventId())
                .actions(EventActions.builder().stateDelta(delta).build())
                .build())
        .ignoreElement()
        .blockingAwait();
  }

  final void append(Session session, long... times) {
    for (long time : times) {
      service
          .appendEvent(session, Event.builder().timestamp(time).build())
          .ignoreElement()
          .blockingAwait();
    }
  }
}
