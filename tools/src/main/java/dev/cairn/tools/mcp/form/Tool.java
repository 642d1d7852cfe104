package dev.cairn.tools.mcp.form;

import dev.cairn.Memory;
import dev.cairn.tools.text.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Defines an MCP tool: its description for the model, the records of its arguments and answer, and
 * the function between them. The schemas are those of the records.
 *
 * <pre>{@code
 * Tool.of("record_visit", "Record a visit", "Counts a visit to a web site.", Effect.ADDS)
 *     .takes(Visit.class)
 *     .gives(Site.class, (memory, visit) -> memory.sites().recordVisit(visit.url(),
 * visit.seconds()));
 * }</pre>
 *
 * @param <A> the record of its arguments
 * @param <R> the record of its answer
 */
public final class Tool<A extends Record, R extends Record> {
  private final Description description;
  private final Class<A> arguments;
  private final RecordForm argumentForm;
  private final RecordForm answerForm;
  private final BiFunction<? super Memory, ? super A, ? extends R> work;
  private final Function<Map<String, Object>, String> text;
  private final boolean ignoresUnknownArguments;

  private Tool(
      Description description,
      Class<A> arguments,
      RecordForm argumentForm,
      RecordForm answerForm,
      BiFunction<? super Memory, ? super A, ? extends R> work,
      Function<Map<String, Object>, String> text,
      boolean ignoresUnknownArguments) {
    this.description = description;
    this.arguments = arguments;
    this.argumentForm = argumentForm;
    this.answerForm = answerForm;
    this.work = work;
    this.text = text;
    this.ignoresUnknownArguments = ignoresUnknownArguments;
  }

  /**
   * The description of a tool.
   *
   * @param name the name by which it is called
   * @param title the name for people
   * @param about tells the model what the tool does and when to use it
   * @param effect its effect on the memory
   */
  public record Description(String name, String title, String about, Effect effect) {
    /** Continues with the record of the arguments. */
    public <A extends Record> Arguments<A> takes(Class<A> arguments) {
      return new Arguments<>(this, arguments);
    }
  }

  /**
   * A tool that is not complete yet.
   *
   * @param description the description of the tool
   * @param type the record of its arguments
   * @param <A> the record of its arguments
   */
  public record Arguments<A extends Record>(Description description, Class<A> type) {
    /** Completes the tool with the record of its answer, and the function that makes the answer. */
    public <R extends Record> Tool<A, R> gives(
        Class<R> answer, BiFunction<? super Memory, ? super A, ? extends R> work) {
      return new Tool<>(
          description, type, RecordForm.of(type), RecordForm.of(answer), work, Json::line, false);
    }
  }

  /** Begins a tool. */
  public static Description of(String name, String title, String about, Effect effect) {
    return new Description(name, title, about, effect);
  }

  /**
   * Returns this tool with another text of its answer than the answer's JSON on one line.
   *
   * @param newText makes the text of the answer's JSON
   */
  public Tool<A, R> telling(Function<Map<String, Object>, String> newText) {
    return new Tool<>(
        description, arguments, argumentForm, answerForm, work, newText, ignoresUnknownArguments);
  }

  /**
   * Returns this tool with another text of its answer than the answer's JSON on one line.
   *
   * @param part the property of the answer that the text shows
   * @param newText makes the text of the property's JSON
   */
  public Tool<A, R> telling(String part, Function<Object, String> newText) {
    return telling(answer -> newText.apply(Objects.requireNonNull(answer.get(part))));
  }

  /** Returns this tool as one that ignores arguments that it does not know. */
  public Tool<A, R> ignoringUnknownArguments() {
    return new Tool<>(description, arguments, argumentForm, answerForm, work, text, true);
  }

  /** Returns the description. */
  public Description description() {
    return description;
  }

  /** Returns the JSON schema of the arguments. */
  public Map<String, Object> inputSchema() {
    return argumentForm.schema(false);
  }

  /** Returns the JSON schema of the answer. */
  public Map<String, Object> outputSchema() {
    return answerForm.schema(true);
  }

  /**
   * Calls the tool.
   *
   * @param memory the memory to work on
   * @param json the arguments
   * @throws IllegalArgumentException if an argument is wrong; nothing has changed
   */
  public Answer call(Memory memory, Map<String, Object> json) {
    if (!ignoresUnknownArguments) {
      refuseUnknown(json);
    }
    Map<String, Object> structured =
        answerForm.write(work.apply(memory, arguments.cast(argumentForm.read("", json))));
    return new Answer(structured, text.apply(structured));
  }

  /** Returns a record as JSON: lists, maps and scalars. */
  public static Map<String, Object> json(Record record) {
    return RecordForm.of(record.getClass()).write(record);
  }

  private void refuseUnknown(Map<String, Object> json) {
    List<String> known = argumentForm.names();
    for (String name : new TreeSet<>(json.keySet())) {
      if (!known.contains(name)) {
        throw new BadArgumentException(
            "%s has no argument '%s'; it takes %s"
                .formatted(description.name(), name, String.join(", ", known)));
      }
    }
  }
}
