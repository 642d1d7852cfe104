package dev.cairn.internal.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes a key that is a Java record, component by component. */
public final class RecordKey<K extends Record> extends KeyCodec<K> {
  private static final ClassValue<RecordAccess<?>> ACCESS =
      new ClassValue<>() {
        @Override
        protected RecordAccess<?> computeValue(Class<?> type) {
          return RecordAccess.of(type.asSubclass(Record.class));
        }
      };

  private final RecordAccess<K> access;
  private final KeyCodec<Object>[] keys;

  private RecordKey(RecordAccess<K> access, KeyCodec<Object>[] keys) {
    super(Arrays.stream(keys).<ComponentKey<?>>flatMap(key -> key.flat().stream()).toList());
    this.access = access;
    this.keys = keys;
  }

  /**
   * Makes the key of a record class.
   *
   * @throws IllegalArgumentException if it is no record, has no components, or has one that cannot
   *     be in a key
   */
  public static <K extends Record> RecordKey<K> of(Class<K> type) {
    return of(type, List.of());
  }

  private static <K extends Record> RecordKey<K> of(Class<K> type, List<Class<?>> around) {
    List<Class<?>> open = new ArrayList<>(around);
    open.add(type);
    RecordAccess<K> access = RecordAccess.of(type);
    if (access.size() == 0) {
      throw new IllegalArgumentException(
          "record " + type.getName() + " has no components, so it cannot be a key");
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    KeyCodec<Object>[] keys = new KeyCodec[access.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = erased(componentKey(access, i, open));
    }
    return new RecordKey<>(access, keys);
  }

  private static KeyCodec<?> componentKey(RecordAccess<?> access, int i, List<Class<?>> open) {
    if (access.type(i) instanceof Class<?> type) {
      KeyCodec<?> key = KeyCodecs.ofComponent(type);
      if (key != null) {
        return key;
      }
      if (type.isRecord() && !open.contains(type)) {
        return of(type.asSubclass(Record.class), open);
      }
    }
    throw new IllegalArgumentException(
        ("record %s, component '%s': %s cannot be in a key; supported are String, int, long, "
                + "boolean, double, Instant, UUID, byte[], enums, and records of these")
            .formatted(access.typeName(), access.name(i), access.type(i).getTypeName()));
  }

  @SuppressWarnings("unchecked") // only ever given what the component of its type held
  private static KeyCodec<Object> erased(KeyCodec<?> key) {
    return (KeyCodec<Object>) key;
  }

  /** Returns the components of a key record as they are, for a scan. */
  static List<@Nullable Object> valuesOf(Record key) {
    RecordAccess<?> access = ACCESS.get(key.getClass());
    List<@Nullable Object> values = new ArrayList<>(access.size());
    for (int i = 0; i < access.size(); i++) {
      values.add(access.get(key, i));
    }
    return values;
  }

  @Override
  public Class<?> keyClass() {
    return access.recordClass();
  }

  @Override
  public void append(@Nullable K key, TupleWriter out) {
    if (key == null) {
      throw new IllegalArgumentException("a key is null where " + access.typeName() + " is wanted");
    }
    for (int i = 0; i < keys.length; i++) {
      Object value = access.get(key, i);
      if (value == null) {
        throw new IllegalArgumentException(
            "component '%s' of the key %s is null".formatted(access.name(i), key));
      }
      keys[i].append(value, out);
    }
  }

  @Override
  public K read(TupleReader in) {
    @Nullable Object[] values = new @Nullable Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      values[i] = keys[i].read(in);
    }
    try {
      return access.create(values);
    } catch (UnfitValueException e) {
      throw e.advising("upgrade all programs first, or let the constructor take such keys");
    }
  }
}
