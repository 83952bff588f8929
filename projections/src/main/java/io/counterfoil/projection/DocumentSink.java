package io.counterfoil.projection;

import java.util.Optional;

/**
 * Keeps documents under keys, such as a search index or a cache does. Position, part and content of
 * a document are written together or not at all: so most sinks do with what is sent as one
 * document.
 *
 * @param <D> the content of a document
 */
public interface DocumentSink<D> {

  /**
   * Finds a document, as it was written last: not a copy that lags behind.
   *
   * @param key which
   * @return the document; empty if there is none
   * @throws Exception if the sink failed
   */
  Optional<Document<D>> find(String key) throws Exception;

  /**
   * Writes a document, in place of any that has the key.
   *
   * @param key which
   * @param document what to write, with all its members
   * @throws Exception if the sink failed; it may have been written or not
   */
  void put(String key, Document<D> document) throws Exception;
}
