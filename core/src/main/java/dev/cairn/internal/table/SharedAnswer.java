package dev.cairn.internal.table;

import dev.cairn.internal.key.RecordAccess;
import dev.cairn.table.Query;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Weighs the answer of a query, which all who ask share, and refuses one that somebody could
 * modify.
 */
final class SharedAnswer {
  private static final int OBJECT = 16;
  private static final int REFERENCE = 4;

  /** What is nested deeper is weighed as one object. */
  private static final int DEPTH = 16;

  private static final ClassValue<RecordAccess<?>> RECORDS =
      new ClassValue<>() {
        @Override
        protected RecordAccess<?> computeValue(Class<?> type) {
          return RecordAccess.of(type.asSubclass(Record.class));
        }
      };

  private final Query<?, ?> query;

  private SharedAnswer(Query<?, ?> query) {
    this.query = query;
  }

  /**
   * Returns roughly how many bytes an answer and its query take.
   *
   * @throws IllegalArgumentException if the answer is null, or can be modified
   */
  static int weigh(Query<?, ?> query, @Nullable Object answer) {
    if (answer == null) {
      throw new IllegalArgumentException(
          "the query %s answers null; let it answer an Optional".formatted(query));
    }
    long bytes = new SharedAnswer(query).weigh(answer, DEPTH);
    return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
  }

  private long weigh(@Nullable Object value, int depth) {
    if (value == null || depth == 0) {
      return 0;
    }
    if (value instanceof String text) {
      return 40L + text.length();
    }
    if (value instanceof Record row) {
      return weighRecord(row, depth);
    }
    if (value instanceof Optional<?> optional) {
      return OBJECT + weigh(optional.orElse(null), depth - 1);
    }
    requireImmutable(value);
    if (value instanceof Collection<?> collection) {
      return weighAll(collection, depth);
    }
    if (value instanceof Map<?, ?> map) {
      return weighAll(map.keySet(), depth) + weighAll(map.values(), depth);
    }
    return OBJECT + 8;
  }

  private long weighAll(Collection<?> collection, int depth) {
    long bytes = OBJECT + 8;
    for (Object element : collection) {
      bytes += REFERENCE + weigh(element, depth - 1);
    }
    return bytes;
  }

  private long weighRecord(Record row, int depth) {
    RecordAccess<?> access;
    try {
      access = RECORDS.get(row.getClass());
    } catch (IllegalArgumentException e) {
      return 8 * OBJECT; // its module does not let us look
    }
    long bytes = OBJECT;
    for (int i = 0; i < access.size(); i++) {
      Object component = access.get(row, i);
      // Of what a record was made its class has the say, be it an array.
      bytes +=
          REFERENCE
              + (component != null && component.getClass().isArray()
                  ? OBJECT + 8L * Array.getLength(component)
                  : weigh(component, depth - 1));
    }
    return bytes;
  }

  private void requireImmutable(Object value) {
    Class<?> type = value.getClass();
    String name = type.getName();
    boolean collection = value instanceof Collection || value instanceof Map;
    boolean modifiable =
        type.isArray()
            || value instanceof BaseStream
            || value instanceof Iterator
            || value instanceof StringBuilder
            || (collection && name.startsWith("java.util.") && !isImmutable(name));
    if (modifiable) {
      throw new IllegalArgumentException(
          "the answer of the query %s is shared by all who ask, and has a %s, which can be modified; answer an immutable one, such as a list from Stream.toList() or List.copyOf"
              .formatted(query, type.isArray() ? type.getSimpleName() : name));
    }
  }

  /** The collections of the JDK that cannot be modified; there is no other sign of them. */
  private static boolean isImmutable(String name) {
    return name.startsWith("java.util.ImmutableCollections$")
        || name.startsWith("java.util.Collections$Unmodifiable")
        || name.startsWith("java.util.Collections$Empty")
        || name.startsWith("java.util.Collections$Singleton");
  }
}
