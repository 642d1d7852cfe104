package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.Schema;
import dev.cairn.record.ValueType;
import dev.cairn.record.ValueType.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes stored values by their schema, without their record classes. Writing a value
 * that was read yields the same bytes.
 */
public final class GenericValue {
  private GenericValue() {}

  /**
   * Reads a record that ends where the input does.
   *
   * @return an unmodifiable map from component names to values, in stored order; nested records are
   *     maps, sets are lists, and enum constants are their names
   * @throws MalformedBytesException if the bytes are not a record of this schema
   */
  public static Map<String, @Nullable Object> readWhole(Schema schema, Input in) {
    return Payload.readWhole(in, rest -> readRecord(schema, rest));
  }

  /** Reads a value that more bytes may follow. */
  static Object read(ValueType type, Input in) {
    if (type instanceof ValueType.Scalar scalar) {
      return ScalarForm.of(scalar.type()).reader.read(in);
    } else if (type instanceof ValueType.Constants constants) {
      return constants.names().get(readConstant(constants, in));
    } else if (type instanceof ValueType.Struct struct) {
      return readRecord(struct.schema(), in);
    } else if (type instanceof ValueType.ListOf list) {
      return readList(list.element(), in);
    } else if (type instanceof ValueType.SetOf set) {
      return readSet(set.element(), in);
    }
    return readMap((ValueType.MapOf) type, in);
  }

  /** Reads the index of a constant in its type's list of names. */
  static int readConstant(ValueType.Constants type, Input in) {
    int index = in.readVarInt(true);
    if (index < 0 || index >= type.names().size()) {
      throw new MalformedBytesException("constant " + index + " of " + type);
    }
    return index;
  }

  /** Reads the components of a record in stored order. */
  private static Map<String, @Nullable Object> readRecord(Schema schema, Input in) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    int nulls = Payload.skipNulls(in, schema.nullBytes());
    int bit = 0;
    for (Schema.Component component : schema.components()) {
      boolean isNull = component.type().nullable() && Payload.isNull(in, nulls, bit++);
      values.put(component.name(), isNull ? null : read(component.type(), in));
    }
    return Collections.unmodifiableMap(values);
  }

  private static Object readList(ValueType element, Input in) {
    int header = CollectionForm.readHeader(in, element);
    List<@Nullable Object> list = new ArrayList<>(CollectionForm.size(header));
    for (int i = CollectionForm.size(header); i > 0; i--) {
      list.add(CollectionForm.isNull(header, in) ? null : read(element, in));
    }
    return Collections.unmodifiableList(list);
  }

  private static Object readSet(ValueType element, Input in) {
    int size = CollectionForm.readSetSize(in, element);
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read(element, in));
    }
    return Collections.unmodifiableList(list);
  }

  private static Object readMap(ValueType.MapOf type, Input in) {
    int header = CollectionForm.readHeader(in, type.key());
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = CollectionForm.size(header); i > 0; i--) {
      Object key = read(type.key(), in);
      map.put(key, CollectionForm.isNull(header, in) ? null : read(type.value(), in));
    }
    return Collections.unmodifiableMap(map);
  }

  /**
   * Writes a record in the form that {@link #readWhole} reads.
   *
   * @param values as {@code readWhole} returns them; the order of the map, and of sets, does not
   *     matter
   * @param out an output over an array
   * @throws MisfitException if a component is missing, unknown or not of its type; the message
   *     names the component
   */
  static void writeRecord(Schema schema, Map<?, ?> values, Output out) {
    int nulls = Payload.writeNulls(out, schema.nullBytes());
    int bit = 0;
    for (Schema.Component component : schema.components()) {
      String name = component.name();
      Object value = values.get(name);
      try {
        if (value != null) {
          write(component.type(), value, out);
          bit += component.type().nullable() ? 1 : 0;
        } else if (!values.containsKey(name)) {
          throw new MisfitException("is missing");
        } else if (component.type().nullable()) {
          Payload.setNull(out, nulls, bit++);
        } else {
          throw new MisfitException("is null where %s is wanted".formatted(component.type()));
        }
      } catch (MisfitException e) {
        throw e.in(Schema.name(name));
      }
    }
    if (values.size() > schema.components().size()) {
      throw new MisfitException("is unknown").in(unknown(schema, values));
    }
  }

  private static String unknown(Schema schema, Map<?, ?> values) {
    for (Object name : values.keySet()) {
      if (schema.components().stream().noneMatch(component -> component.name().equals(name))) {
        return ShownValue.of(name);
      }
    }
    throw new IllegalStateException("as many components as the schema has: " + values.keySet());
  }

  private static void write(ValueType type, Object value, Output out) {
    if (type instanceof ValueType.Scalar scalar) {
      writeScalar(scalar.type(), value, out);
    } else if (type instanceof ValueType.Constants constants) {
      writeConstant(constants, value, out);
    } else if (type instanceof ValueType.Struct struct && value instanceof Map<?, ?> map) {
      writeRecord(struct.schema(), map, out);
    } else if (type instanceof ValueType.ListOf list && value instanceof List<?> values) {
      writeList(list.element(), values, out);
    } else if (type instanceof ValueType.SetOf set && value instanceof List<?> values) {
      writeSet(set.element(), values, out);
    } else if (type instanceof ValueType.MapOf mapOf && value instanceof Map<?, ?> map) {
      writeMap(mapOf, map, out);
    } else {
      throw MisfitException.of(value, type.toString());
    }
  }

  private static void writeScalar(ScalarType type, Object value, Output out) {
    if (!type.javaClass().isInstance(value)) {
      throw MisfitException.of(value, type.text());
    }
    ScalarForm.of(type).write(value, out);
  }

  private static void writeConstant(ValueType.Constants type, Object value, Output out) {
    int index = value instanceof String name ? type.names().indexOf(name) : -1;
    if (index < 0) {
      throw MisfitException.of(value, type.toString());
    }
    out.writeVarInt(index, true);
  }

  private static void writeList(ValueType element, List<?> values, Output out) {
    boolean withNulls = hasNulls(values);
    CollectionForm.writeHeader(values.size(), withNulls, element, out);
    for (Object value : values) {
      if (withNulls) {
        out.writeByte(value == null ? 0 : 1);
      }
      if (value != null) {
        writePart("an element", element, value, out);
      } else if (!element.nullable()) {
        throw new MisfitException("is null where %s is wanted".formatted(element)).in("an element");
      }
    }
  }

  private static void writeSet(ValueType element, List<?> values, Output out) {
    int count = values.size();
    CollectionForm.writeHeader(count, false, element, out);
    int[] starts = new int[count];
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      Object value = values.get(i);
      if (value == null) {
        throw new MisfitException("has a null, which no set may have");
      }
      starts[i] = out.position();
      writePart("an element", element, value, out);
      ends[i] = out.position();
    }
    if (!CollectionForm.sort(starts, ends, out)) {
      throw new MisfitException("has an element twice, and is a set");
    }
  }

  private static void writeMap(ValueType.MapOf type, Map<?, ?> map, Output out) {
    int count = map.size();
    boolean withNulls = hasNulls(map.values());
    CollectionForm.writeHeader(count, withNulls, type.key(), out);
    int[] starts = new int[count];
    int[] keyEnds = new int[count];
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() == null) {
        throw new MisfitException("has a null key, which no map may have");
      }
      starts[i] = out.position();
      writePart("a key", type.key(), entry.getKey(), out);
      keyEnds[i++] = out.position();
      Object value = entry.getValue();
      if (withNulls) {
        out.writeByte(value == null ? 0 : 1);
      }
      if (value != null) {
        writePart("a value", type.value(), value, out);
      } else if (!type.value().nullable()) {
        throw new MisfitException("is null where %s is wanted".formatted(type.value()))
            .in("a value");
      }
    }
    if (!CollectionForm.sort(starts, keyEnds, out)) {
      throw new MisfitException("has a key twice");
    }
  }

  /**
   * Returns whether a collection has nulls. {@code contains(null)} is not used, since immutable
   * collections throw on it.
   */
  private static boolean hasNulls(Iterable<?> values) {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  private static void writePart(String part, ValueType type, Object value, Output out) {
    try {
      write(type, value, out);
    } catch (MisfitException e) {
      throw e.in(part);
    }
  }

  /**
   * Thrown if a value does not fit its type. Each enclosing record or collection adds its part to
   * the path as the exception passes.
   */
  static final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String path;

    MisfitException(String problem) {
      this("", problem);
    }

    private MisfitException(String path, String problem) {
      super((path.isEmpty() ? "the value" : "component " + path) + " " + problem);
      this.path = path;
      this.problem = problem;
    }

    static MisfitException of(Object value, String wanted) {
      return new MisfitException(
          "is %s (%s) where %s is wanted"
              .formatted(
                  ShownValue.abbreviated(ShownValue.of(value)),
                  value.getClass().getSimpleName(),
                  ShownValue.abbreviated(wanted)));
    }

    /** Returns an exception whose path begins with {@code part}. */
    MisfitException in(String part) {
      return new MisfitException(path.isEmpty() ? part : part + " › " + path, problem);
    }
  }
}
