package dev.cairn.internal.table;

import dev.cairn.internal.key.RecordAccess;
import dev.cairn.table.Query;
import java.lang.reflect.Array;
import java.util.BitSet;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the memory of a query's cached result, and refuses a result that a caller could modify.
 * All callers of the query share the one object.
 */
final class SharedAnswer {
  private static final int OBJECT = 16;
  private static final int REFERENCE = 4;

  /** A value that is nested deeper is weighed as one object. */
  private static final int DEPTH = 16;

  private static final ClassValue<RecordAccess<?>> RECORDS =
      new ClassValue<>() {
        @Override
        protected RecordAccess<?> computeValue(Class<?> type) {
          return RecordAccess.of(type.asSubclass(Record.class));
        }
      };

  /** Decided once for each class: an answer of 50 rows has hundreds of values. */
  private static final ClassValue<Boolean> MODIFIABLE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isModifiable(type);
        }
      };

  private final Query<?, ?> query;

  private SharedAnswer(Query<?, ?> query) {
    this.query = query;
  }

  /**
   * Returns roughly how many bytes a query takes.
   *
   * @throws IllegalArgumentException if it has a component that can be modified: its equality would
   *     change
   */
  static int weigh(Query<?, ?> query) {
    Query<?, ?> asked = query instanceof AdaptedQuery<?, ?> adapted ? adapted.query() : query;
    return asked instanceof Record row ? new SharedAnswer(query).weighArguments(row) : OBJECT;
  }

  private int weighArguments(Record row) {
    RecordAccess<?> access = RECORDS.get(row.getClass());
    long bytes = 4 * OBJECT;
    for (int i = 0; i < access.size(); i++) {
      Object argument = access.get(row, i);
      if (argument != null && isModifiable(argument)) {
        throw new IllegalArgumentException(
            "the query %s has a %s as '%s', which can be modified, so that it would not stay equal to itself; use an immutable value, such as a list from List.copyOf"
                .formatted(query, argument.getClass().getSimpleName(), access.name(i)));
      }
      bytes += weigh(argument, DEPTH);
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE / 4);
  }

  /**
   * Returns roughly how many bytes an answer takes.
   *
   * @throws IllegalArgumentException if the answer is null, or can be modified
   */
  static int weigh(Query<?, ?> query, @Nullable Object answer) {
    if (answer == null) {
      throw new IllegalArgumentException(
          "the query %s answers null; let it answer an Optional".formatted(query));
    }
    long bytes = new SharedAnswer(query).weigh(answer, DEPTH);
    return (int) Math.min(bytes, Integer.MAX_VALUE / 4);
  }

  private long weigh(@Nullable Object value, int depth) {
    if (value == null) {
      return 0;
    }
    if (depth == 0) {
      return OBJECT;
    }
    if (value instanceof String text) {
      return 40L + 2L * text.length(); // half of it where all are Latin-1, which is not known here
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
    if (isModifiable(value)) {
      throw new IllegalArgumentException(
          "the answer of the query %s is shared by all who ask, and has a %s, which can be modified; answer an immutable one, such as a list from Stream.toList() or List.copyOf"
              .formatted(query, value.getClass().getTypeName()));
    }
  }

  /** Tells whether a value is of a class of the JDK that is known to be modifiable. */
  private static boolean isModifiable(Object value) {
    return MODIFIABLE.get(value.getClass());
  }

  private static boolean isModifiable(Class<?> type) {
    return type.isArray()
        || Stream.of(
                BaseStream.class, Iterator.class, StringBuilder.class, Date.class, BitSet.class)
            .anyMatch(modifiable -> modifiable.isAssignableFrom(type))
        || (isCollection(type)
            && type.getName().startsWith("java.util.")
            && !isImmutable(type.getName()));
  }

  private static boolean isCollection(Class<?> type) {
    return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
  }

  /** The collections of the JDK that cannot be modified; there is no other sign of them. */
  private static boolean isImmutable(String name) {
    return name.startsWith("java.util.ImmutableCollections$")
        || name.startsWith("java.util.Collections$Unmodifiable")
        || name.startsWith("java.util.Collections$Empty")
        || name.startsWith("java.util.Collections$Singleton")
        || name.startsWith("java.util.Collections$CopiesList")
        || name.startsWith("java.util.ReverseOrderListView");
  }
}
