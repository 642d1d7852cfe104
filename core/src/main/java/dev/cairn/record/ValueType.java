package dev.cairn.record;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a stored value: what it means, without any class. Immutable.
 *
 * <p>Without a class a value is, by its type: a {@link Scalar} an instance of {@link
 * ScalarType#javaClass()}, a constant of an enum its name, a list or a set a {@link List}, a record
 * a {@link java.util.Map} from component names, a map a {@code Map}.
 */
public sealed interface ValueType
    permits ValueType.Struct,
        ValueType.Scalar,
        ValueType.Constants,
        ValueType.ListOf,
        ValueType.SetOf,
        ValueType.MapOf {

  /**
   * Returns whether a null may be stored in place of a value.
   *
   * @return false for primitives only
   */
  default boolean nullable() {
    return true;
  }

  /**
   * Tells whether the Java value of a component of this type can be modified after it was passed.
   *
   * @return true for a list or an array, for example
   * @hidden
   */
  default boolean modifiable() {
    return true;
  }

  /**
   * Returns the type as the schema text spells it.
   *
   * @return the text
   */
  @Override
  String toString();

  /**
   * A value without parts.
   *
   * @param type what it is
   * @param nullable false for a primitive
   */
  record Scalar(ScalarType type, boolean nullable) implements ValueType {
    @Override
    public boolean modifiable() {
      return type == ScalarType.BYTES;
    }

    @Override
    public String toString() {
      return type.primitive() != null && nullable ? type.text() + "?" : type.text();
    }
  }

  /**
   * A record within a record.
   *
   * @param schema its components
   */
  record Struct(Schema schema) implements ValueType {
    @Override
    public boolean modifiable() {
      return schema.modifiable();
    }

    @Override
    public String toString() {
      return schema.toString();
    }
  }

  /**
   * A constant of an enum, stored as its place in this list.
   *
   * @param names the names of the constants
   */
  record Constants(List<String> names) implements ValueType {
    @Override
    public boolean modifiable() {
      return false;
    }

    @Override
    public String toString() {
      return names.stream().map(Schema::name).collect(Collectors.joining("|", "enum(", ")"));
    }
  }

  /**
   * A list of values, some of which may be null.
   *
   * @param element the type of the others
   */
  record ListOf(ValueType element) implements ValueType {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /**
   * A set of values, none of them null, in the order of their bytes.
   *
   * @param element the type of the values
   */
  record SetOf(ValueType element) implements ValueType {
    @Override
    public String toString() {
      return "set<" + element + ">";
    }
  }

  /**
   * A map, in the order of its keys' bytes; some of its values may be null.
   *
   * @param key the type of the keys
   * @param value the type of the values
   */
  record MapOf(ValueType key, ValueType value) implements ValueType {
    @Override
    public String toString() {
      return "map<" + key + "," + value + ">";
    }
  }
}
