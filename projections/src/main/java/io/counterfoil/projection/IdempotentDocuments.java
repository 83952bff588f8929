package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets handlers add up in a sink that cannot take part in a transaction: each document keeps the
 * position of the newest event in it, and what comes at or below that is ignored. So an event
 * counts once, however often it is delivered. Thread-safe, if the sink is and no two threads apply
 * to one document at a time.
 *
 * <pre>{@code
 * IdempotentDocuments<Long> sums = IdempotentDocuments.in(sink);
 * Projection projection = Projection.named("sums")
 *     .on(MoneyDeposited.class, (event, deposited) ->
 *         sums.apply(event.stream().aggregateId(), event, deposited,
 *             before -> before.orElse(0L) + deposited.amountCents()))
 *     .build();
 * }</pre>
 *
 * <p>A document that is deleted would forget its position: mark it instead. When the sink is
 * emptied for a rebuild, the positions go with the documents, and all is applied again.
 *
 * @param <D> the content of a document
 */
public final class IdempotentDocuments<D> {
  private final DocumentSink<D> sink;

  private IdempotentDocuments(DocumentSink<D> sink) {
    this.sink = sink;
  }

  /**
   * Applies events to the documents of a sink.
   *
   * @param sink where the documents are
   * @param <D> the content of a document
   * @return the documents
   */
  public static <D> IdempotentDocuments<D> in(DocumentSink<D> sink) {
    return new IdempotentDocuments<>(Objects.requireNonNull(sink, "sink"));
  }

  /**
   * Changes a document by an event, unless the event is in it. One event changes a document once:
   * what it does to it goes into one call. It may change several documents.
   *
   * @param key which document
   * @param event the event that a handler was given
   * @param payload the payload that it was given with it
   * @param change makes the new content of the old one, which is empty if there is no document yet
   * @return whether the document was changed; false if the event is in it
   * @throws IllegalArgumentException if the payload is not one of the event's
   * @throws Exception if the sink failed
   */
  public boolean apply(
      String key,
      RecordedEvent event,
      Event payload,
      Function<? super Optional<D>, ? extends D> change)
      throws Exception {
    int part = partOf(event, payload);
    Optional<Document<D>> before = sink.find(key);
    if (before.isPresent() && !before.get().isBefore(event.position(), part)) {
      return false;
    }
    D content = change.apply(before.map(Document::content));
    sink.put(key, new Document<>(event.position(), part, content));
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // two payloads of one event may be equal
  private static int partOf(RecordedEvent event, Event payload) {
    List<Event> payloads = event.payloads();
    for (int part = 0; part < payloads.size(); part++) {
      if (payloads.get(part) == payload) {
        return part;
      }
    }
    throw new IllegalArgumentException("the payload is none of " + event);
  }
}
