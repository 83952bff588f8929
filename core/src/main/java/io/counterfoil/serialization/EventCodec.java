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
