package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.record.Schema;
import dev.cairn.record.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the values of one type to JSON and back, by the rules in docs/dump-format.md. */
interface JsonForm {
  /** Writes a value that is not null. */
  void write(Object value, JsonGenerator out) throws IOException;

  /**
   * Reads the value that begins at the parser's current token, which is not null.
   *
   * @throws BadValueException if it is not of this type
   */
  Object read(JsonParser in) throws IOException;

  /** Returns the form of a type. */
  static JsonForm of(ValueType type) {
    if (type instanceof ValueType.Scalar scalar) {
      return new JsonScalar(scalar.type());
    } else if (type instanceof ValueType.Struct struct) {
      return new OfRecord(struct.schema());
    } else if (type instanceof ValueType.ListOf list) {
      return new OfList(of(list.element()));
    } else if (type instanceof ValueType.SetOf set) {
      return new OfList(of(set.element()));
    } else if (type instanceof ValueType.MapOf map) {
      JsonForm value = of(map.value());
      return JsonText.isText(map.key()) ? new OfTextMap(value) : new OfPairs(of(map.key()), value);
    }
    return JsonText.FORM; // an enum's constant is its name
  }

  private static void writeNullable(JsonForm form, @Nullable Object value, JsonGenerator out)
      throws IOException {
    if (value == null) {
      out.writeNull();
    } else {
      form.write(value, out);
    }
  }

  private static @Nullable Object readNullable(JsonForm form, JsonParser in, String part)
      throws IOException {
    try {
      return in.currentToken() == JsonToken.VALUE_NULL ? null : form.read(in);
    } catch (BadValueException e) {
      throw e.in(part);
    }
  }

  /** A record is an object with all components, in their order. */
  final class OfRecord implements JsonForm {
    private final Map<String, JsonForm> components = new LinkedHashMap<>();

    OfRecord(Schema schema) {
      schema.components().forEach(c -> components.put(c.name(), of(c.type())));
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      Map<?, ?> record = (Map<?, ?>) value;
      out.writeStartObject();
      for (Map.Entry<String, JsonForm> component : components.entrySet()) {
        JsonText.writeName(component.getKey(), out);
        writeNullable(component.getValue(), record.get(component.getKey()), out);
      }
      out.writeEndObject();
    }

    @Override
    public Map<String, @Nullable Object> read(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw BadValueException.of(in, "an object");
      }
      Map<String, @Nullable Object> record = new HashMap<>(2 * components.size());
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        JsonForm form = components.get(name);
        if (form == null || record.containsKey(name)) {
          String problem = form == null ? "the schema has no such component" : "is there twice";
          throw new BadValueException(problem).in(name);
        }
        in.nextToken();
        record.put(name, readNullable(form, in, name));
      }
      return record;
    }
  }

  /** A list is an array, and so is a set. */
  final class OfList implements JsonForm {
    private final JsonForm element;

    OfList(JsonForm element) {
      this.element = element;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeStartArray();
      for (Object item : (List<?>) value) {
        writeNullable(element, item, out);
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw BadValueException.of(in, "an array");
      }
      List<@Nullable Object> list = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        list.add(readNullable(element, in, "an element"));
      }
      return list;
    }
  }

  /**
   * A map from texts is an object, unless a key has a half surrogate: readers of JSON disagree on
   * such names of fields.
   */
  final class OfTextMap implements JsonForm {
    private final JsonForm value;
    private final JsonForm pairs;

    OfTextMap(JsonForm value) {
      this.value = value;
      this.pairs = new OfPairs(JsonText.FORM, value);
    }

    @Override
    public void write(Object object, JsonGenerator out) throws IOException {
      Map<?, ?> map = (Map<?, ?>) object;
      for (Object key : map.keySet()) {
        if (!JsonText.isWellFormed((String) key)) {
          pairs.write(map, out);
          return;
        }
      }
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        JsonText.writeName((String) entry.getKey(), out);
        writeNullable(value, entry.getValue(), out);
      }
      out.writeEndObject();
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() == JsonToken.START_ARRAY) {
        return pairs.read(in);
      }
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw BadValueException.of(in, "an object");
      }
      Map<Object, @Nullable Object> map = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String key = in.currentName();
        if (map.containsKey(key)) {
          throw new BadValueException("is there twice").in(key);
        }
        in.nextToken();
        map.put(key, readNullable(value, in, "a value"));
      }
      return map;
    }
  }

  /** Any other map is an array of arrays of a key and its value. */
  final class OfPairs implements JsonForm {
    private static final String WANTED = "an array of [key, value]";

    private final JsonForm key;
    private final JsonForm value;

    OfPairs(JsonForm key, JsonForm value) {
      this.key = key;
      this.value = value;
    }

    @Override
    public void write(Object map, JsonGenerator out) throws IOException {
      out.writeStartArray();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
        out.writeStartArray();
        key.write(entry.getKey(), out);
        writeNullable(value, entry.getValue(), out);
        out.writeEndArray();
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw BadValueException.of(in, WANTED);
      }
      // An array of bytes equals no other; the writer of the store compares such keys.
      Map<Object, @Nullable Object> map = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
          throw BadValueException.of(in, WANTED);
        }
        in.nextToken();
        Object entryKey = readNullable(key, in, "a key");
        if (entryKey == null || map.containsKey(entryKey)) {
          throw new BadValueException(entryKey == null ? "a key is null" : "a key is there twice");
        }
        in.nextToken();
        map.put(entryKey, readNullable(value, in, "a value"));
        if (in.nextToken() != JsonToken.END_ARRAY) {
          throw BadValueException.of(in, "the end of [key, value]");
        }
      }
      return map;
    }
  }
}
