package dev.cairn.record;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.text.QuotedText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Describes a stored record by the names and types of its components, so that the record can be
 * read without its class. Immutable.
 *
 * <p>Its text is what is stored. It names no class:
 *
 * <pre>{@code
 * {id:string,at:instant,visits:int,rank:double?,tags:list<string>,outcome:enum(SUCCESS|FAILURE),
 *  place:{x:int,y:int},meta:map<string,string>}              (on one line)
 *
 * record = "{" [ name ":" type { "," name ":" type } ] "}"
 * type   = scalar | record | "enum(" [ name { "|" name } ] ")"
 *        | "list<" type ">" | "set<" type ">" | "map<" type "," type ">"
 * scalar = primitive [ "?" ] | "string" | "bytes" | "decimal" | "bigint" | "uuid" | "uri"
 *        | "instant" | "duration" | "date" | "time" | "datetime" | "offset-datetime"
 *        | "zoned-datetime"
 * primitive = "bool" | "byte" | "short" | "char" | "int" | "long" | "float" | "double"
 * name   = ASCII letters, digits, "_" and "$", no digit first; any other in quotation marks, with
 *          the escapes of JSON
 * }</pre>
 *
 * <p>There is no white space, and each schema has one text. A primitive without {@code ?} is never
 * null, everything else may be; an {@link java.util.Optional} is stored as what it holds, or as
 * null. A record without components takes no bytes, and a list has 63 of them at most.
 */
public final class Schema {
  private final List<Component> components;
  private final String text;

  /** The number of components that may be null: each has a bit at the front of the value. */
  private final int nullableComponents;

  private final boolean modifiable;

  /**
   * One component of a schema: its name and its type.
   *
   * @param name its name
   * @param type its type
   */
  public record Component(String name, ValueType type) {}

  /**
   * Makes a schema.
   *
   * @param components the components in the order in which they are stored
   * @throws IllegalArgumentException if the list or a component is null, or if two components have
   *     one name
   */
  public Schema(List<Component> components) {
    Set<String> names = new HashSet<>();
    for (Component component : Arguments.notNull("components", components)) {
      if (!names.add(Arguments.notNull("component", component).name())) {
        throw new IllegalArgumentException(
            "the schema has two components of the name " + name(component.name()));
      }
    }
    this.components = List.copyOf(components);
    StringJoiner texts = new StringJoiner(",", "{", "}");
    int nullables = 0;
    boolean anyModifiable = false;
    for (Component component : components) {
      ValueType type = component.type();
      nullables += type.nullable() ? 1 : 0;
      anyModifiable |= type.modifiable();
      texts.add(name(component.name()) + ':' + type);
    }
    this.nullableComponents = nullables;
    this.modifiable = anyModifiable;
    this.text = texts.toString();
  }

  /**
   * Reads a schema from its text.
   *
   * @param text the text of a schema, as {@link #toString} returns it
   * @return the schema, whose {@code toString} returns the text again
   * @throws IllegalArgumentException if the text is null or not the text of a schema
   */
  public static Schema parse(String text) {
    return new SchemaParser(Arguments.notNull("schema", text)).parse();
  }

  /**
   * Returns the components in the order in which they are stored.
   *
   * @return the components, unmodifiable; none for a record without components
   */
  public List<Component> components() {
    return components;
  }

  /**
   * Tells whether a record can hold a value that can be modified after the record was made.
   *
   * @return true if a component is a list or an array, for example
   * @hidden
   */
  public boolean modifiable() {
    return modifiable;
  }

  /**
   * Returns the number of bytes at the front of a value that tell which components are null.
   *
   * @return the number of bytes: one for each eight components that may be null
   * @hidden
   */
  public int nullBytes() {
    return (nullableComponents + 7) >>> 3;
  }

  /**
   * Returns a name as the text of a schema spells it.
   *
   * @param name the name of a component or of a constant
   * @return the name, in quotation marks if it has other characters than a plain name
   * @hidden
   */
  public static String name(String name) {
    return SchemaParser.isBare(name) ? name : QuotedText.of(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Schema that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /**
   * Returns the text that is stored.
   *
   * @return the canonical text
   */
  @Override
  public String toString() {
    return text;
  }
}
