package io.counterfoil.examples.avro;

import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.UnreadablePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes one event in one Avro schema, and reads it back; or reads what an older schema has
 * written, by Avro's own rules of resolution. Thread-safe.
 *
 * <p>The stored text is Base64, which an envelope holds as a string. The schema is not stored with
 * it: the name and the schema version of the event name it.
 */
final class AvroCodec implements EventCodec {
  private final Schema written;
  private final Schema today;
  private final AvroRecords records = new AvroRecords();

  private AvroCodec(Schema written, Schema today) {
    this.written = written;
    this.today = today;
  }

  /** Writes and reads in a schema. */
  static AvroCodec of(Schema schema) {
    return new AvroCodec(schema, schema);
  }

  /** Reads what an older schema has written. */
  static AvroCodec resolving(Schema written, Schema today) {
    return new AvroCodec(written, today);
  }

  @Override
  public String encode(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    BinaryEncoder binary = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(today).write(records.toAvro(value, today), binary);
      binary.flush();
    } catch (IOException | RuntimeException e) {
      throw unreadable(value.getClass(), e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @Override
  public <T> T decode(String text, Class<T> type) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      GenericRecord read =
          new GenericDatumReader<GenericRecord>(written, today)
              .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      return type.cast(records.fromAvro(read, type));
    } catch (IOException | RuntimeException e) {
      throw unreadable(type, e);
    }
  }

  @Override
  public void check(Class<?> type) {
    try {
      records.check(type, today);
      new GenericDatumReader<GenericRecord>(written, today).getSchema();
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(type.getName() + " does not fit its Avro schema", e);
    }
  }

  /** Avro's messages quote values: only what kind of failure it was is told. */
  private static UnreadablePayload unreadable(Class<?> type, Exception e) {
    return new UnreadablePayload(type.getName(), "Avro failed with " + e.getClass().getName());
  }
}
