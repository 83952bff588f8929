package io.counterfoil.serialization;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * The one form that a simple value has in JSON, and how it is read back: from this form alone,
 * without any coercion.
 *
 * @param <T> the value
 */
record Scalar<T>(
    Class<T> type,
    String expected,
    Writer<T> writer,
    Reader<T> reader,
    @Nullable TextForm<T> textForm) {

  /** The form of a value where JSON has only text: as the key of a map. */
  record TextForm<T>(Function<T, String> write, Function<String, T> parse) {}

  Scalar(Class<T> type, String expected, Writer<T> writer, Reader<T> reader) {
    this(type, expected, writer, reader, null);
  }

  /** Writes one value. */
  interface Writer<T> {
    void write(T value, JsonGenerator json);
  }

  /** Reads the value at the parser's token; any exception but a Jackson one means a misfit. */
  interface Reader<T> {
    T read(JsonParser json);
  }

  static <T> Scalar<T> text(
      Class<T> type, String expected, Function<T, String> write, Function<String, T> parse) {
    return new Scalar<>(
        type,
        expected,
        (value, json) -> json.writeString(write.apply(value)),
        json -> parse.apply(Tokens.text(json)),
        new TextForm<>(write, parse));
  }
}
