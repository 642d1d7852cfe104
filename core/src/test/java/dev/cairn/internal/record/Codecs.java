package dev.cairn.internal.record;

import dev.cairn.record.Schema;

/** Encodes and decodes records for tests, as a store does. */
final class Codecs {
  static final byte[] KEY = {0x15, 1, 2, 'k', 0};

  private static final ClassValue<RecordCodec<?>> CODECS =
      new ClassValue<>() {
        @Override
        protected RecordCodec<?> computeValue(Class<?> type) {
          return RecordCodec.of(type.asSubclass(Record.class));
        }
      };

  private Codecs() {}

  @SuppressWarnings("unchecked") // the codec of the class is of its records
  static <V extends Record> RecordCodec<V> of(Class<V> type) {
    return (RecordCodec<V>) CODECS.get(type);
  }

  @SuppressWarnings("unchecked") // a record's class is the class of its codec
  static <V extends Record> byte[] seal(V record) {
    return StoredValue.seal(KEY, 1, of((Class<V>) record.getClass()), record);
  }

  @SuppressWarnings("unchecked") // the same class that was written
  static <V extends Record> V roundTrip(V record) {
    return reread(record, (Class<V>) record.getClass());
  }

  /** Writes a record as its own class does, and reads it as another class does. */
  static <V extends Record> V reread(Record record, Class<V> wanted) {
    Schema stored = Schema.parse(of(record.getClass()).schema().toString());
    RecordReader<V> reader = of(wanted).reader(stored, "notes");
    return reader.read(StoredValue.open(KEY, seal(record)).payload());
  }
}
