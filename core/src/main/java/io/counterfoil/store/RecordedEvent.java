package io.counterfoil.store;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.serialization.UpcastContext;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds an event as a store keeps it: where it stands, what is known beside it, and its payload.
 *
 * <p>The payload is decoded on first use, on the thread that asks, so that a reader which only
 * looks at types and positions pays nothing for it. Immutable to its users, and thread-safe; two
 * are equal when their event ids are.
 */
public final class RecordedEvent {
  private final StreamId stream;
  private final long sequence;
  private final long position;
  private final UUID eventId;
  private final Metadata metadata;
  private final EventTypes types;
  private final String type;
  private final int schemaVersion;

  // Either may be computed from the other, more than once if threads meet, with equal results.
  private volatile @Nullable EncodedEvent encoded;
  private volatile @Nullable Event payload;

  // What upcasters made of the event, where that is not a single one.
  private volatile @Nullable List<Event> severalOrNone;

  private RecordedEvent(
      StreamId stream,
      long sequence,
      long position,
      UUID eventId,
      Metadata metadata,
      EventTypes types,
      String type,
      int schemaVersion) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.sequence = sequence;
    this.position = position;
    this.eventId = Objects.requireNonNull(eventId, "eventId");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
    this.types = Objects.requireNonNull(types, "types");
    this.type = Objects.requireNonNull(type, "type");
    this.schemaVersion = schemaVersion;
  }

  /**
   * Holds an event that was read in its stored form. For authors of stores.
   *
   * @param stream its stream
   * @param sequence its place in the stream, 1 or more
   * @param position its place in the log, 1 or more
   * @param eventId its id
   * @param metadata what is known beside it
   * @param encoded its stored form
   * @param types decode it
   * @return the event
   */
  public static RecordedEvent stored(
      StreamId stream,
      long sequence,
      long position,
      UUID eventId,
      Metadata metadata,
      EncodedEvent encoded,
      EventTypes types) {
    RecordedEvent event =
        new RecordedEvent(
            stream,
            sequence,
            position,
            eventId,
            metadata,
            types,
            encoded.type(),
            encoded.schemaVersion());
    event.encoded = encoded;
    return event;
  }

  /**
   * Holds an event whose payload is at hand. For authors of stores.
   *
   * @param stream its stream
   * @param sequence its place in the stream, 1 or more
   * @param position its place in the log, 1 or more
   * @param event its id, payload and metadata
   * @param types encode it
   * @return the event
   * @throws UnknownEventType if the payload's class is not registered
   */
  public static RecordedEvent held(
      StreamId stream, long sequence, long position, NewEvent event, EventTypes types) {
    Class<? extends Event> kind = event.payload().getClass();
    RecordedEvent recorded =
        new RecordedEvent(
            stream,
            sequence,
            position,
            event.eventId(),
            event.metadata(),
            types,
            types.nameOf(kind),
            types.schemaVersionOf(kind));
    recorded.payload = event.payload();
    return recorded;
  }

  /**
   * Returns the stream.
   *
   * @return the stream
   */
  public StreamId stream() {
    return stream;
  }

  /**
   * Returns the place in the stream.
   *
   * @return 1, 2, 3 … without holes
   */
  public long sequence() {
    return sequence;
  }

  /**
   * Returns the place in the log.
   *
   * @return 1 or more; grows over all streams, perhaps with holes
   */
  public long position() {
    return position;
  }

  /**
   * Returns the event's id.
   *
   * @return the event's id, unique in the store
   */
  public UUID eventId() {
    return eventId;
  }

  /**
   * Returns the logical event type that is stored; upcasters may have led on from it.
   *
   * @return the logical event type, never a class name
   */
  public String type() {
    return type;
  }

  /**
   * Returns the schema version that the payload was written with.
   *
   * @return 1 or more
   */
  public int schemaVersion() {
    return schemaVersion;
  }

  /**
   * Returns what is known beside the payload.
   *
   * @return the metadata
   */
  public Metadata metadata() {
    return metadata;
  }

  /**
   * Returns the payload, decoding it on first use. For events that are one: {@link #payloads()}
   * also answers for those that upcasters have split or dropped.
   *
   * @return what happened
   * @throws UnreadableEvent if its type is unknown or its data does not fit the type
   * @throws IllegalStateException if upcasters have made several payloads of it, or none
   */
  public Event payload() {
    Event known = payload;
    if (known != null) {
      return known;
    }
    List<Event> all = payloads();
    if (all.size() != 1) {
      throw new IllegalStateException(
          "the event "
              + this
              + " has "
              + all.size()
              + " payloads since upcasters have split or dropped it; ask for payloads()");
    }
    return all.get(0);
  }

  /**
   * Returns what the event is today, decoding it on first use: a single payload, unless upcasters
   * have split or dropped it. However many, they are one event: of one sequence, one position, one
   * id, and applied together.
   *
   * @return what happened, in order; unmodifiable
   * @throws UnreadableEvent if its type is unknown or its data does not fit the type
   */
  public List<Event> payloads() {
    Event one = payload;
    if (one != null) {
      return List.of(one);
    }
    List<Event> known = severalOrNone;
    if (known == null) {
      known = decoded();
      if (known.size() == 1) {
        payload = known.get(0);
      } else {
        severalOrNone = known;
      }
    }
    return known;
  }

  private List<Event> decoded() {
    try {
      return types.decode(Objects.requireNonNull(encoded), this::upcastContext);
    } catch (UnknownEventType | UnreadablePayload e) {
      throw new UnreadableEvent(this, e);
    }
  }

  private UpcastContext upcastContext() {
    return new UpcastContext(
        stream.aggregateType(), stream.aggregateId(), sequence, position, eventId, metadata);
  }

  /**
   * Returns the payload's stored form, encoding it on first use.
   *
   * @return the JSON text of the payload
   */
  public String data() {
    EncodedEvent known = encoded;
    if (known == null) {
      known = types.encode(Objects.requireNonNull(payload));
      encoded = known;
    }
    return known.data();
  }

  /**
   * Writes the event with all that is known about it: the form of an export, one event a line. The
   * payload stands in it character for character; one that is not a JSON object in one line, as a
   * codec of one's own may write, stands there as a JSON string.
   *
   * @return a JSON object without line breaks
   */
  public String toJson() {
    return Envelope.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote. The payload is taken over character for character and not
   * decoded, so that its type need not be known.
   *
   * @param json a JSON object
   * @param types decode the payload when it is asked for
   * @return the event
   * @throws IllegalArgumentException if the text is not of that form; says in what it is not, and
   *     nothing of what stands in it
   */
  public static RecordedEvent fromJson(String json, EventTypes types) {
    return EnvelopeReader.read(json, types);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordedEvent event && eventId.equals(event.eventId);
  }

  @Override
  public int hashCode() {
    return eventId.hashCode();
  }

  /** Names the event, without its payload: payloads do not reach logs. */
  @Override
  public String toString() {
    return type + "[" + stream + " #" + sequence + " @" + position + "]";
  }
}
