package io.counterfoil.serialization;

import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Placeholder that the serialization work replaces. */
public final class JsonCodec implements EventCodec {
  private final JsonMapper mapper;

  private JsonCodec(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Creates the codec.
   *
   * @return a codec
   */
  public static JsonCodec create() {
    return new JsonCodec(JsonMapper.builder().build());
  }

  @Override
  public String encode(Object value) {
    try {
      return mapper.writeValueAsString(Objects.requireNonNull(value, "value"));
    } catch (JacksonException e) {
      throw new UnreadablePayload(value.getClass().getName(), e.getClass().getSimpleName());
    }
  }

  @Override
  public <T> T decode(String text, Class<T> type) {
    try {
      return mapper.readValue(text, type);
    } catch (JacksonException e) {
      throw new UnreadablePayload(type.getName(), e.getClass().getSimpleName());
    }
  }

  @Override
  public void check(Class<?> type) {
    Objects.requireNonNull(type, "type");
  }
}
