package dev.cairn.record;

import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.ValueType.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parses the text form of a {@link Schema}; it accepts the canonical form only. */
final class SchemaParser {
  /** The greatest depth of nested types. The parser's stack must suffice for any text. */
  static final int MAX_DEPTH = 64;

  private final String text;
  private int at;
  private int depth;

  SchemaParser(String text) {
    this.text = text;
  }

  Schema parse() {
    Schema schema = record();
    if (at != text.length()) {
      throw malformed("its end");
    }
    if (!schema.toString().equals(text)) {
      // A name that is quoted without need, or escaped in another way.
      throw new IllegalArgumentException(
          "the schema " + ShownValue.abbreviated(text) + " is not written as " + schema);
    }
    return schema;
  }

  private Schema record() {
    expect("{");
    List<Schema.Component> components = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (!accept("}")) {
      do {
        int start = at;
        String name = name();
        if (!names.add(name)) {
          at = start;
          throw malformed("another name than '" + name + "' again");
        }
        expect(":");
        components.add(new Schema.Component(name, type()));
      } while (accept(","));
      expect("}");
    }
    return new Schema(components);
  }

  private ValueType type() {
    if (++depth > MAX_DEPTH) {
      throw malformed("no more than " + MAX_DEPTH + " types within each other");
    }
    ValueType type;
    if (text.startsWith("{", at)) {
      type = new ValueType.Struct(record());
    } else if (accept("enum(")) {
      type = constants();
    } else if (accept("list<")) {
      type = new ValueType.ListOf(type());
      expect(">");
    } else if (accept("set<")) {
      type = new ValueType.SetOf(type());
      expect(">");
    } else if (accept("map<")) {
      ValueType key = type();
      expect(",");
      type = new ValueType.MapOf(key, type());
      expect(">");
    } else {
      type = scalar();
    }
    depth--;
    return type;
  }

  private ValueType constants() {
    Set<String> names = new LinkedHashSet<>();
    if (!accept(")")) {
      do {
        int start = at;
        String name = name();
        if (!names.add(name)) {
          at = start;
          throw malformed("another constant than '" + name + "' again");
        }
      } while (accept("|"));
      expect(")");
    }
    return new ValueType.Constants(List.copyOf(names));
  }

  private ValueType scalar() {
    int start = at;
    while (at < text.length()
        && (text.charAt(at) == '-' || (text.charAt(at) >= 'a' && text.charAt(at) <= 'z'))) {
      at++;
    }
    ScalarType type = ScalarType.ofText(text.substring(start, at));
    if (type == null) {
      at = start;
      throw malformed("a type");
    }
    return new ValueType.Scalar(type, type.primitive() == null || accept("?"));
  }

  private String name() {
    if (text.startsWith("\"", at)) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isBareChar(text.charAt(at), at > start)) {
      at++;
    }
    if (at == start) {
      throw malformed("a name");
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    at++;
    while (!accept("\"")) {
      if (accept("\\u")) {
        name.append(unit());
      } else {
        accept("\\");
        if (at == text.length()) {
          throw malformed("a quotation mark");
        }
        name.append(text.charAt(at++));
      }
    }
    return name.toString();
  }

  /** Reads the four hexadecimal digits of an escape. */
  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw malformed("a hexadecimal digit");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  /** Returns whether a name needs no quotation marks. */
  static boolean isBare(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isBareChar(name.charAt(i), i > 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isBareChar(char c, boolean digits) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == '$'
        || (digits && c >= '0' && c <= '9');
  }

  private boolean accept(String token) {
    boolean found = text.startsWith(token, at);
    if (found) {
      at += token.length();
    }
    return found;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw malformed("'" + token + "'");
    }
  }

  private IllegalArgumentException malformed(String expected) {
    return new IllegalArgumentException(
        "malformed schema: expected %s at character %d of %s"
            .formatted(expected, at + 1, ShownValue.abbreviated(text)));
  }
}
