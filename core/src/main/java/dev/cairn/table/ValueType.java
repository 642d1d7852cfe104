package dev.cairn.table;

import com.esotericsoftware.kryo.io.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The type of a stored value: what its bytes mean, without any class. */
sealed interface ValueType
    permits ValueType.Struct,
        ValueType.Scalar,
        ValueType.Constants,
        ValueType.ListOf,
        ValueType.SetOf,
        ValueType.MapOf {

  /** Returns whether a null may be stored in place of a value; false for primitives only. */
  default boolean nullable() {
    return true;
  }

  /**
   * Returns whether its Java value may be one that its owner can still modify, a list or an array,
   * say.
   */
  default boolean modifiable() {
    return true;
  }

  /** Reads a value without its class: an enum is its name, a record a map, a set a list. */
  Object read(Input in);

  /** Returns the type as the schema text spells it. */
  @Override
  String toString();

  /** A value without parts; a primitive if it is not nullable. */
  record Scalar(ScalarType type, boolean nullable) implements ValueType {
    @Override
    public boolean modifiable() {
      return type == ScalarType.BYTES;
    }

    @Override
    public Object read(Input in) {
      return type.read(in);
    }

    @Override
    public String toString() {
      return type.primitive != null && nullable ? type.text + "?" : type.text;
    }
  }

  /** A record within a record. */
  record Struct(Schema schema) implements ValueType {
    @Override
    public boolean modifiable() {
      return schema.modifiable();
    }

    @Override
    public Object read(Input in) {
      return schema.readComponents(in);
    }

    @Override
    public String toString() {
      return schema.toString();
    }
  }

  /** A constant of an enum, stored as its place in this list. */
  record Constants(List<String> names) implements ValueType {
    @Override
    public boolean modifiable() {
      return false;
    }

    @Override
    public Object read(Input in) {
      return names.get(readIndex(in));
    }

    /** Reads the place of a constant in the list. */
    int readIndex(Input in) {
      int index = in.readVarInt(true);
      if (index < 0 || index >= names.size()) {
        throw new MalformedBytesException("constant " + index + " of " + this);
      }
      return index;
    }

    @Override
    public String toString() {
      return names.stream().map(Schema::name).collect(Collectors.joining("|", "enum(", ")"));
    }
  }

  /** A list of values, some of which may be null. */
  record ListOf(ValueType element) implements ValueType {
    @Override
    public Object read(Input in) {
      int header = CollectionForm.readHeader(in);
      List<@Nullable Object> list = new ArrayList<>(CollectionForm.capacity(header, in));
      for (int i = CollectionForm.size(header); i > 0; i--) {
        list.add(CollectionForm.isNull(header, in) ? null : element.read(in));
      }
      return Collections.unmodifiableList(list);
    }

    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /** A set of values, in the order of their bytes. */
  record SetOf(ValueType element) implements ValueType {
    @Override
    public Object read(Input in) {
      int header = CollectionForm.readHeader(in);
      List<@Nullable Object> list = new ArrayList<>(CollectionForm.capacity(header, in));
      for (int i = CollectionForm.size(header); i > 0; i--) {
        list.add(element.read(in));
      }
      return Collections.unmodifiableList(list);
    }

    @Override
    public String toString() {
      return "set<" + element + ">";
    }
  }

  /** A map, in the order of its keys' bytes; some of its values may be null. */
  record MapOf(ValueType key, ValueType value) implements ValueType {
    @Override
    public Object read(Input in) {
      int header = CollectionForm.readHeader(in);
      Map<Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = CollectionForm.size(header); i > 0; i--) {
        Object entryKey = key.read(in);
        map.put(entryKey, CollectionForm.isNull(header, in) ? null : value.read(in));
      }
      return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
      return "map<" + key + "," + value + ">";
    }
  }
}
