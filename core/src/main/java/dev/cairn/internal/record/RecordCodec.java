package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import dev.cairn.internal.key.RecordAccess;
import dev.cairn.internal.text.QuotedText;
import dev.cairn.record.Default;
import dev.cairn.record.FormerName;
import dev.cairn.record.Schema;
import dev.cairn.record.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the records of one class, and creates decoders for records that older or newer versions
 * of the class wrote.
 *
 * <p>Equal records have equal bytes. Immutable, and safe for any number of threads.
 */
public final class RecordCodec<V extends Record> implements ValueCodec {
  private final RecordAccess<V> access;
  private final ComponentNames names;
  private final ValueCodec[] codecs;

  /** The value of each component that was not stored. */
  private final @Nullable Object[] absent;

  private final Schema schema;
  private final ValueType type;

  private RecordCodec(RecordAccess<V> access, ValueCodec[] codecs) {
    this.access = access;
    this.names = ComponentNames.of(access);
    this.codecs = codecs;
    this.absent = new @Nullable Object[codecs.length];
    List<Schema.Component> components = new ArrayList<>(codecs.length);
    for (int i = 0; i < codecs.length; i++) {
      components.add(new Schema.Component(access.name(i), codecs[i].type()));
      absent[i] = ofAbsent(i);
    }
    schema = new Schema(components);
    type = new ValueType.Struct(schema);
  }

  /**
   * Makes the codec of a record class.
   *
   * @throws IllegalArgumentException if it is no record class, if its module does not open it, if a
   *     component's type cannot be stored, if a {@link Default} does not parse, or if a {@link
   *     FormerName} contradicts another name
   */
  public static <V extends Record> RecordCodec<V> of(Class<V> type) {
    RecordCodec<V> codec = of(type, List.of());
    // Stored records must be readable: this refuses types that nest too deep.
    Schema.parse(codec.schema().toString());
    return codec;
  }

  public static <V extends Record> RecordCodec<V> of(Class<V> type, List<Class<?>> around) {
    RecordAccess<V> access = RecordAccess.of(type);
    List<Class<?>> open = new ArrayList<>(around);
    open.add(type);
    ValueCodec[] codecs = new ValueCodec[access.size()];
    for (int i = 0; i < codecs.length; i++) {
      codecs[i] = ValueCodecs.of(access.type(i), where(access, i), open);
    }
    return new RecordCodec<>(access, codecs);
  }

  private static String where(RecordAccess<?> access, int i) {
    return "record %s, component '%s'".formatted(access.typeName(), access.name(i));
  }

  private @Nullable Object ofAbsent(int i) {
    Default declared = access.component(i).getAnnotation(Default.class);
    if (declared == null) {
      return codecs[i].ofAbsent();
    }
    try {
      return codecs[i].parse(declared.value());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s: @Default(%s) is no value of %s: %s"
              .formatted(
                  where(access, i),
                  QuotedText.of(declared.value()),
                  codecs[i].type(),
                  e.getMessage()),
          e);
    }
  }

  /** Returns the schema of what this codec writes. */
  public Schema schema() {
    return schema;
  }

  @Override
  public ValueType type() {
    return type;
  }

  /** Writes a record; the output must be over an array. */
  @Override
  public void write(Object record, Output out) {
    Record source = (Record) record;
    int nulls = Payload.writeNulls(out, schema.nullBytes());
    int bit = 0;
    for (int i = 0; i < codecs.length; i++) {
      ValueCodec codec = codecs[i];
      Object value = codec.toStored(access.get(source, i));
      if (value == null) {
        Payload.setNull(out, nulls, bit++);
      } else {
        codec.write(value, out);
        bit += codec.type().nullable() ? 1 : 0;
      }
    }
  }

  /**
   * Returns what reads the values of a schema as records of this class.
   *
   * @param stored the schema of the values
   * @param table the table's name, for messages
   * @throws dev.cairn.IncompatibleRecordException if no value of one of its components can be read
   *     as the component of the same name
   */
  public RecordReader<V> reader(Schema stored, String table) {
    return reader(stored, new ComponentPath(table));
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.Struct struct) {
      return reader(struct.schema(), path)::readComponents;
    }
    throw path.refuse(stored, type);
  }

  private RecordReader<V> reader(Schema stored, ComponentPath path) {
    List<Schema.Component> components = stored.components();
    RecordReader.Step[] steps = new RecordReader.Step[components.size()];
    int[] targets = names.targets(stored);
    int bit = 0;
    for (int i = 0; i < steps.length; i++) {
      Schema.Component component = components.get(i);
      int nullBit = component.type().nullable() ? bit++ : RecordReader.NEVER_NULL;
      int target = targets[i];
      steps[i] =
          target < 0
              ? new RecordReader.Step(
                  in -> GenericValue.read(component.type(), in),
                  RecordReader.SKIPPED,
                  nullBit,
                  null)
              : step(component, target, nullBit, path.component(access.name(target)));
    }
    boolean renamed = Renaming.isPossible(stored, targets, schema);
    return new RecordReader<>(access, absent, stored.nullBytes(), steps, path, renamed);
  }

  private RecordReader.Step step(
      Schema.Component stored, int target, int nullBit, ComponentPath path) {
    ValueCodec codec = codecs[target];
    return new RecordReader.Step(
        codec.reader(stored.type(), path),
        target,
        nullBit,
        codec.type().nullable() ? codec.ofNull() : absent[target]);
  }
}
