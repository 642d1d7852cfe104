package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.record.KeyType;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the rows of one table to JSON lines and back. */
final class RowForm {
  static final String TABLE = "table";
  static final String NAMESPACE = "namespace";
  static final String SCHEMA = "schema";
  static final String KEY = "key";
  static final String VALUE = "value";

  private final StoredTable table;
  private final List<JsonForm> key;

  /** One form for each schema of the table, in the order of the header. */
  private final List<JsonForm.OfRecord> values = new ArrayList<>();

  private final List<Integer> schemaIds;

  RowForm(StoredTable table) {
    this.table = table;
    this.key =
        table.key().stream()
            .map(KeyType::scalar)
            .<JsonForm>map(type -> type == null ? JsonText.FORM : new JsonScalar(type))
            .toList();
    this.schemaIds = List.copyOf(table.schemas().keySet());
    table.schemas().values().forEach(schema -> values.add(new JsonForm.OfRecord(schema)));
  }

  void write(GenericRow row, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField(TABLE, table.name());
    out.writeFieldName(NAMESPACE);
    JsonText.write(row.namespace(), out);
    int schema = schemaIds.indexOf(row.schemaId());
    if (schema > 0) {
      out.writeNumberField(SCHEMA, schema);
    }
    out.writeFieldName(KEY);
    out.writeStartArray();
    for (int i = 0; i < key.size(); i++) {
      key.get(i).write(row.key().get(i), out);
    }
    out.writeEndArray();
    out.writeFieldName(VALUE);
    values.get(schema).write(row.value(), out);
    out.writeEndObject();
  }

  /**
   * Reads the rest of a line, behind the name of the table.
   *
   * @throws BadValueException if it is no row of the table
   */
  GenericRow read(JsonParser in) throws IOException {
    expectField(in, NAMESPACE);
    String namespace = JsonText.read(in, "a namespace");
    int schema = 0;
    String name = in.nextFieldName();
    if (SCHEMA.equals(name)) {
      in.nextToken();
      schema = schema(in);
      name = in.nextFieldName();
    }
    expect(KEY, name);
    in.nextToken();
    List<Object> components = readKey(in);
    expectField(in, VALUE);
    Map<String, @Nullable Object> value;
    try {
      value = values.get(schema).read(in);
    } catch (BadValueException e) {
      throw e.in(VALUE);
    }
    if (in.nextToken() != JsonToken.END_OBJECT) {
      throw new BadValueException("something follows its value");
    }
    return new GenericRow(table, namespace, components, schemaIds.get(schema), value);
  }

  private int schema(JsonParser in) throws IOException {
    int schema = in.currentToken() == JsonToken.VALUE_NUMBER_INT ? in.getIntValue() : -1;
    if (schema < 0 || schema >= values.size()) {
      throw BadValueException.of(in, "one of the table's " + values.size() + " schemas").in(SCHEMA);
    }
    return schema;
  }

  private List<Object> readKey(JsonParser in) throws IOException {
    List<Object> components = new ArrayList<>(key.size());
    try {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw BadValueException.of(in, "an array");
      }
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (components.size() == key.size()) {
          throw BadValueException.of(in, "the end of " + table.key());
        }
        components.add(key.get(components.size()).read(in));
      }
    } catch (BadValueException e) {
      throw e.in(KEY);
    }
    return components;
  }

  static void expectField(JsonParser in, String wanted) throws IOException {
    expect(wanted, in.nextFieldName());
    in.nextToken();
  }

  private static void expect(String wanted, @Nullable String found) {
    if (!wanted.equals(found)) {
      throw new BadValueException(
          found == null
              ? "'%s' is missing".formatted(wanted)
              : "'%s' where '%s' is wanted".formatted(found, wanted));
    }
  }
}
