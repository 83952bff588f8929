package io.counterfoil.serialization;

/**
 * Writes values as text and reads them back. An implementation is thread-safe.
 *
 * <p>Equal values give equal text; what is read back equals what was written.
 */
public interface EventCodec {

  /**
   * Writes a value.
   *
   * @param value an event, a state or a command
   * @return its text
   * @throws UnreadablePayload if the value cannot be written
   */
  String encode(Object value);

  /**
   * Writes a value that will be read back as a type which need not be its own: as a sealed family
   * that it is of, if the codec has a form for such. A value that {@link #decode} would not give
   * back as it is is refused, or one would find out years later.
   *
   * @param value a state
   * @param type what it will be read back as
   * @return its text
   * @throws UnreadablePayload if the value cannot be written, or not be read back as the type
   */
  default String encode(Object value, Class<?> type) {
    Class<?> own = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    if (own != type) {
      throw new UnreadablePayload(
          type.getName(),
          "the value is a " + own.getName() + ", and would not be read back as one");
    }
    return encode(value);
  }

  /**
   * Reads a value. Only the given type decides which classes take part, never the text.
   *
   * @param text what {@link #encode} wrote, perhaps years ago
   * @param type what to read it as
   * @param <T> what to read it as
   * @return the value
   * @throws UnreadablePayload if the text does not fit the type
   */
  <T> T decode(String text, Class<T> type);

  /**
   * Checks that a type can be written and read back.
   *
   * @param type the class of an event
   * @throws IllegalArgumentException if it cannot; the message says which part of it and why
   */
  void check(Class<?> type);
}
