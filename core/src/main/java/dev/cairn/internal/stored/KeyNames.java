package dev.cairn.internal.stored;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.internal.text.ShownValue;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Describes in words the row that an encoded key belongs to, without the record classes of its
 * table. Confined to one thread at a time.
 */
public final class KeyNames {
  /** The table of keys that no table has. */
  private static final String UNKNOWN = "?";

  private Map<Integer, String> tables = Map.of();

  /**
   * A key in words.
   *
   * @param table the name of the table; "?" if the store has none
   * @param namespace the namespace, "" for the default one
   * @param components the components of the row's own key: text, Long, Double, Boolean; a UUID as
   *     text, a byte string in hexadecimal, an instant as two numbers: seconds of the epoch and
   *     nanoseconds
   * @param text the components on one line, {@code ("a", 5)}
   */
  public record Named(String table, String namespace, List<Object> components, String text) {

    /** Keeps its own copy of the list. */
    public Named {
      components = List.copyOf(components);
    }
  }

  /**
   * Names a key.
   *
   * @param view the view to look tables up in
   * @param key the key
   * @return the table and components that it is of; a key that is none of Cairn's is of table "?",
   *     in hexadecimal
   */
  public Named name(View view, byte[] key) {
    try {
      List<Object> tuple = KeyText.components(notNull("key", key), 0);
      if (tuple.size() > 1
          && tuple.get(0) instanceof Long id
          && tuple.get(1) instanceof String namespace) {
        List<Object> own = tuple.subList(2, tuple.size());
        return new Named(
            table(view, Math.toIntExact(id)),
            namespace,
            own.stream().map(KeyNames::plain).toList(),
            KeyText.tuple(own));
      }
    } catch (MalformedBytesException | ArithmeticException e) {
      // Some other program's.
    }
    String hex = "0x" + HexFormat.of().formatHex(key);
    return new Named(UNKNOWN, "", List.of(hex), hex);
  }

  private static Object plain(Object component) {
    boolean plain = component instanceof Number || component instanceof Boolean;
    return plain || component instanceof String ? component : ShownValue.of(component);
  }

  private String table(View view, int id) {
    if (!tables.containsKey(id)) {
      Map<Integer, String> found = new HashMap<>();
      Catalogue.tables(view)
          .forEach(
              (name, entry) -> {
                if (!Catalogue.isIndex(name)) { // its id may be a table's by and by
                  found.put(entry.id(), name);
                }
              });
      tables = found;
    }
    return tables.getOrDefault(id, UNKNOWN);
  }
}
