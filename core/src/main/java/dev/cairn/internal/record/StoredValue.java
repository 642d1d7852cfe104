package dev.cairn.internal.record;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.record.Schema;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a stored value: a checksum over its key and its bytes, and the id of its schema.
 *
 * <p>Layout: format (1 byte), CRC-32C (4 bytes, big-endian) of the key, the format and all that
 * follows the checksum, schema id (variable-length int), payload.
 *
 * @param schemaId the schema of the payload
 * @param payload from the first byte of the payload to its last
 */
public record StoredValue(int schemaId, Input payload) {
  /** The only format so far. */
  static final byte FORMAT = 1;

  private static final int CHECKSUM_AT = 1;
  private static final int BODY_AT = 5;

  /** Holds most values; the buffer grows for the others. */
  private static final int FIRST_BUFFER = 256;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /**
   * Returns a record in its envelope.
   *
   * @param key the whole key under which it will be stored
   * @throws IllegalArgumentException if the record holds something that cannot be stored
   */
  public static <V extends Record> byte[] seal(
      byte[] key, int schemaId, RecordCodec<V> codec, V record) {
    Output out = begin(schemaId);
    codec.write(record, out);
    return end(key, out);
  }

  /**
   * Returns a generic value in its envelope.
   *
   * @param key the whole key under which it will be stored
   * @throws IllegalArgumentException if the value does not fit the schema
   */
  public static byte[] seal(
      byte[] key, int schemaId, Schema schema, Map<String, ? extends @Nullable Object> value) {
    Output out = begin(schemaId);
    GenericValue.writeRecord(schema, value, out);
    return end(key, out);
  }

  /** Returns the payload in another envelope: for another key, or with another schema id. */
  public byte[] sealAgain(byte[] key, int otherSchemaId) {
    Output out = begin(otherSchemaId);
    out.writeBytes(payload.getBuffer(), payload.position(), payload.limit() - payload.position());
    return end(key, out);
  }

  private static Output begin(int schemaId) {
    Output out = new Output(FIRST_BUFFER, -1);
    out.setPosition(BODY_AT);
    out.writeVarInt(schemaId, true);
    return out;
  }

  private static byte[] end(byte[] key, Output out) {
    byte[] value = out.toBytes();
    value[0] = FORMAT;
    INT.set(value, CHECKSUM_AT, checksum(key, value, value.length));
    return value;
  }

  /**
   * Opens an envelope.
   *
   * @param key the whole key under which it was found
   * @throws MalformedBytesException if the value is damaged, belongs to another key, or has a
   *     format that this version does not know
   */
  public static StoredValue open(byte[] key, byte[] value) {
    Input in = new PayloadInput(value, 0);
    return new StoredValue(open(key, value, value.length, in), in);
  }

  /**
   * Opens an envelope that is at the beginning of an array, and lets an input read its payload.
   *
   * @return the id of its schema
   */
  static int open(byte[] key, byte[] value, int length, Input in) {
    if (length <= BODY_AT) {
      throw new MalformedBytesException("the value is cut off: it has " + length + " bytes");
    }
    if (value[0] != FORMAT) {
      throw new MalformedBytesException(
          ("the value has format %d, and this version of Cairn reads %d only: a newer version wrote"
                  + " it, or it is damaged")
              .formatted(value[0] & 0xFF, FORMAT));
    }
    int stored = (int) INT.get(value, CHECKSUM_AT);
    int computed = checksum(key, value, length);
    if (stored != computed) {
      throw new MalformedBytesException(
          "the checksum does not match: stored %08x, computed %08x".formatted(stored, computed));
    }
    in.setBuffer(value, BODY_AT, length - BODY_AT);
    try {
      return in.readVarInt(true);
    } catch (KryoException e) {
      throw new MalformedBytesException("the value ends within its schema id", e);
    }
  }

  private static int checksum(byte[] key, byte[] value, int length) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(value[0]);
    crc.update(value, BODY_AT, length - BODY_AT);
    return (int) crc.getValue();
  }
}
