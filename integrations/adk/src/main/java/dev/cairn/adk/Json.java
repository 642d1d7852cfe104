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

/**
 * Writes events, values of state and artifacts as JSON, and reads them, with the mapper of the
 * framework.
 */
final class Json {
  private static final ObjectMapper MAPPER = JsonBaseModel.getMapper();

  /** The text that the framework writes for {@link State#REMOVED}, and does not read back. */
  private static final Object REMOVED_TEXT = MAPPER.convertValue(State.REMOVED, Object.class);

  private Json() {}

  /**
   * Returns the JSON of an event, without changes of temporary state.
   *
   * @throws IllegalArgumentException if it holds an object that has no JSON form
   */
  static String ofEvent(Event event) {
    JsonNode tree = tree("event '" + event.id() + "'", event);
    if (tree.path("actions").path("stateDelta") instanceof ObjectNode delta) {
      List<String> names = new ArrayList<>();
      delta.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> !name.startsWith(State.TEMP_PREFIX));
      delta.remove(names);
    }
    return tree.toString();
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
   * @throws IllegalArgumentException if it has no JSON form
   */
  static String ofState(String name, Object value) {
    return tree("state '" + name + "'", value).toString();
  }

  /**
   * Returns the value of state that a row holds, as JSON has it: an object is a map.
   *
   * @throws IncompatibleRecordException if it cannot be read
   */
  static Object state(SessionTables.StateRow row) {
    try {
      return MAPPER.readValue(row.json(), Object.class);
    } catch (JsonProcessingException e) {
      throw unreadable(SessionTables.STATE.name(), row.name(), e);
    }
  }

  /** Returns the JSON of a part; {@code Part.toJson} would round times to seconds. */
  static String ofPart(Part part) {
    return tree("the artifact", part).toString();
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

  private static IncompatibleRecordException unreadable(String table, String key, Exception cause) {
    return IncompatibleRecordException.ofRow(
        table,
        key,
        "this version of the Agent Development Kit cannot read it: %s; use the version that wrote it"
            .formatted(cause.getMessage()),
        cause);
  }
}
