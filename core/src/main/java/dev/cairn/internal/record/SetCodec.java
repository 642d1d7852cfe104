package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.ValueType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Encodes sets in the order of their elements' bytes, and decodes them as unmodifiable sets in that
 * order.
 */
final class SetCodec implements ValueCodec {
  private final ValueCodec element;
  private final ValueType type;
  private final String where;

  SetCodec(ValueCodec element, String where) {
    this.element = element;
    this.type = new ValueType.SetOf(element.type());
    this.where = where;
  }

  @Override
  public ValueType type() {
    return type;
  }

  @Override
  public void write(Object value, Output out) {
    Set<?> set = (Set<?>) value;
    int count = set.size();
    CollectionForm.writeHeader(count, false, element.type(), out);
    int[] starts = new int[count];
    int[] ends = new int[count];
    int i = 0;
    for (Object item : set) {
      Object stored = element.toStored(item);
      if (stored == null) {
        throw new IllegalArgumentException(where + ": a set that is stored has no nulls: " + set);
      }
      starts[i] = out.position();
      element.write(stored, out);
      ends[i++] = out.position();
    }
    CollectionForm.sort(starts, ends, out);
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.SetOf from) {
      ValueReader reader = element.reader(from.element(), path.element());
      // Only where the elements are read as another type can two of them become one.
      boolean distinct = from.element().equals(element.type());
      return in -> {
        int size = CollectionForm.readSetSize(in, from.element());
        Set<Object> items = read(in, size, reader);
        if (!distinct && items.size() < size) {
          throw path.merged("two elements of the set", stored, type);
        }
        return items;
      };
    }
    throw path.refuse(stored, type);
  }

  private static Set<Object> read(Input in, int size, ValueReader reader) {
    if (size == 0) {
      return Set.of();
    }
    Set<Object> items = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      items.add(reader.read(in));
    }
    return Collections.unmodifiableSet(items);
  }

  @Override
  public Object ofAbsent() {
    return Set.of();
  }
}
