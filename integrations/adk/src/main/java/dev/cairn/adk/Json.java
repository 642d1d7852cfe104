package dev.cairn.adk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.adk.JsonBaseModel;
import com.google.adk.events.Event;
import com.google.adk.sessions.State;
import com.google.genai.types.Part;
import dev.cairn.IncompatibleRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Converts events, state values and artifacts to JSON and back, with the mapper of the Agent
 * Development Kit.
 */
final class Json {
  private static final ObjectMapper MAPPER = JsonBaseModel.getMapper();

  /** The text that the framework writes for {@link State#REMOVED}, and does not read back. */
  private static final Object REMOVED_TEXT = MAPPER.convertValue(State.REMOVED, Object.class);

  private Json() {}

  /**
   * Returns the JSON of an event, without changes of temporary state.
   *
   * @throws IllegalArgumentException if it holds an object that has no JSON form, or a text or name
   *     that is too long to be read again
   */
  static String ofEvent(Event event) {
    String what = "event '" + event.id() + "'";
    JsonNode tree = tree(what, event);
    if (tree.path("actions").path("stateDelta") instanceof ObjectNode delta) {
      List<String> names = new ArrayList<>();
      delta.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> !name.startsWith(State.TEMP_PREFIX));
      delta.remove(names);
    }
    return readable(what, tree);
  }

  /**
   * Returns the event of a row.
   *
   * @throws IncompatibleRecordException if this version of the framework cannot read it
   */
  static Event event(SessionTables.EventRow row) {
    try {
      Event event = Event.fromJson(row.json());
      event
          .actions()
          .stateDelta()
          .replaceAll((name, value) -> value.equals(REMOVED_TEXT) ? State.REMOVED : value);
      return event;
    } catch (IllegalStateException e) {
      throw unreadable(SessionTables.EVENTS.name(), row.session() + " at " + row.at(), e);
    }
  }

  /**
   * Returns the JSON of a value of state.
   *
   * @throws IllegalArgumentException if it has no JSON form, or is too long to be read again
   */
  static String ofState(String name, Object value) {
    String what = "state '" + name + "'";
    return readable(what, tree(what, value));
  }

  /**
   * Returns the values of state that rows hold, by their names, as JSON has them: an object is a
   * map. Each call makes values of its own.
   *
   * @throws IncompatibleRecordException if one cannot be read
   */
  static Map<String, Object> state(List<SessionTables.StateRow> rows) {
    Map<String, Object> state = new ConcurrentHashMap<>();
    rows.forEach(row -> state.put(row.name(), state(row)));
    return state;
  }

  private static Object state(SessionTables.StateRow row) {
    try {
      return MAPPER.readValue(row.json(), Object.class);
    } catch (JsonProcessingException e) {
      throw unreadable(SessionTables.STATE.name(), row.name(), e);
    }
  }

  /** Returns the JSON of a part; {@code Part.toJson} would round times to seconds. */
  static String ofPart(Part part) {
    return readable("the artifact", tree("the artifact", part));
  }

  /**
   * Returns the part that is an artifact.
   *
   * @param name the name of the artifact, for a message
   * @throws IncompatibleRecordException if this version of the framework cannot read it
   */
  static Part part(String name, String json) {
    try {
      return MAPPER.readValue(json, Part.class);
    } catch (JsonProcessingException e) {
      throw unreadable(Artifacts.TABLE, name, e);
    }
  }

  private static JsonNode tree(String what, Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s has no form in JSON, in which it would be stored: %s; give texts, numbers, lists, maps, or objects that Jackson can write"
              .formatted(what, e.getMessage()),
          e);
    }
  }

  /**
   * Returns the text of what is to be stored. The mapper writes longer texts, names and numbers
   * than it reads, and one event that cannot be read would be the end of its session.
   */
  private static String readable(String what, JsonNode tree) {
    String json = tree.toString();
    try {
      MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s could not be read again: %s; save large contents as bytes of artifacts"
              .formatted(what, e.getOriginalMessage()),
          e);
    }
    return json;
  }

  private static IncompatibleRecordException unreadable(String table, String key, Exception cause) {
    return IncompatibleRecordException.ofRow(
        table,
        key,
        "this version of the Agent Development Kit cannot read it: %s; use the version that wrote it"
            .formatted(cause.getMessage()),
        cause);
  }
}
