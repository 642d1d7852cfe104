package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.ValueType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes lists for storage, and decodes them as immutable lists. */
final class ListCodec implements ValueCodec {
  private final ValueCodec element;
  private final ValueType type;

  ListCodec(ValueCodec element) {
    this.element = element;
    this.type = new ValueType.ListOf(element.type());
  }

  @Override
  public ValueType type() {
    return type;
  }

  @Override
  public void write(Object value, Output out) {
    List<?> list = (List<?>) value;
    boolean withNulls = false;
    for (Object item : list) {
      withNulls |= element.toStored(item) == null;
    }
    CollectionForm.writeHeader(list.size(), withNulls, element.type(), out);
    for (Object item : list) {
      Object stored = element.toStored(item);
      if (withNulls) {
        out.writeByte(stored == null ? 0 : 1);
      }
      if (stored != null) {
        element.write(stored, out);
      }
    }
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.ListOf from) {
      ValueReader reader = element.reader(from.element(), path.element());
      return in -> read(in, from.element(), reader);
    }
    throw path.refuse(stored, type);
  }

  private Object read(Input in, ValueType stored, ValueReader reader) {
    int header = CollectionForm.readHeader(in, stored);
    int size = CollectionForm.size(header);
    if (size == 0) {
      return List.of();
    }
    @Nullable Object[] items = new @Nullable Object[size];
    boolean withNulls = false;
    for (int i = 0; i < size; i++) {
      items[i] = CollectionForm.isNull(header, in) ? element.ofNull() : reader.read(in);
      withNulls |= items[i] == null;
    }
    // List.of makes the lists that List.copyOf returns as they are.
    return withNulls ? Collections.unmodifiableList(Arrays.asList(items)) : List.of(items);
  }

  @Override
  public Object ofAbsent() {
    return List.of();
  }
}
