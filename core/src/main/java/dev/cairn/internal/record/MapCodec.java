package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes maps in the order of their keys' bytes, and decodes them as unmodifiable maps in that
 * order.
 */
final class MapCodec implements ValueCodec {
  private final ValueCodec key;
  private final ValueCodec value;
  private final ValueType type;
  private final String where;

  MapCodec(ValueCodec key, ValueCodec value, String where) {
    this.key = key;
    this.value = value;
    this.type = new ValueType.MapOf(key.type(), value.type());
    this.where = where;
  }

  @Override
  public ValueType type() {
    return type;
  }

  @Override
  public void write(Object object, Output out) {
    Map<?, ?> map = (Map<?, ?>) object;
    int count = map.size();
    boolean withNulls = false;
    for (Object item : map.values()) {
      withNulls |= value.toStored(item) == null;
    }
    CollectionForm.writeHeader(count, withNulls, key.type(), out);
    int[] starts = new int[count];
    int[] keyEnds = new int[count];
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object storedKey = key.toStored(entry.getKey());
      if (storedKey == null) {
        throw new IllegalArgumentException(
            where + ": a map that is stored has no null key: " + map);
      }
      starts[i] = out.position();
      key.write(storedKey, out);
      keyEnds[i++] = out.position();
      Object storedValue = value.toStored(entry.getValue());
      if (withNulls) {
        out.writeByte(storedValue == null ? 0 : 1);
      }
      if (storedValue != null) {
        value.write(storedValue, out);
      }
    }
    CollectionForm.sort(starts, keyEnds, out);
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.MapOf from) {
      ValueReader keys = key.reader(from.key(), path.mapKey());
      ValueReader values = value.reader(from.value(), path.mapValue());
      // Only where the keys are read as another type can two of them become one.
      boolean distinct = from.key().equals(key.type());
      return in -> {
        int header = CollectionForm.readHeader(in, from.key());
        Map<Object, @Nullable Object> entries = read(in, header, keys, values);
        if (!distinct && entries.size() < CollectionForm.size(header)) {
          throw path.merged("two keys of the map", stored, type);
        }
        return entries;
      };
    }
    throw path.refuse(stored, type);
  }

  private Map<Object, @Nullable Object> read(
      Input in, int header, ValueReader keys, ValueReader values) {
    int size = CollectionForm.size(header);
    if (size == 0) {
      return Map.of();
    }
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object entryKey = keys.read(in);
      entries.put(entryKey, CollectionForm.isNull(header, in) ? value.ofNull() : values.read(in));
    }
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public Object ofAbsent() {
    return Map.of();
  }
}
