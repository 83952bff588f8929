package io.counterfoil.serialization;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds a payload on its way through a chain of upcasters: as it is stored, as a tree, or as an
 * object. What an upcaster gives is read as if it had been stored so: there is one way to decode.
 */
sealed interface Form {

  /**
   * Gives a tree that may be changed.
   *
   * @param version what it is a tree of, for messages
   * @param codec writes objects, and reads and writes JSON
   */
  ObjectNode asTree(EventVersion version, EventCodec codec);

  /**
   * Gives an object.
   *
   * @param version what it is an object of, for messages
   * @param codec reads the text of trees
   */
  <T> T as(Class<T> type, EventVersion version, EventCodec codec);

  /** The stored text, and what reads it. */
  record Text(String text, EventCodec reader) implements Form {
    @Override
    public ObjectNode asTree(EventVersion version, EventCodec codec) {
      return JsonTree.read(version, text);
    }

    @Override
    public <T> T as(Class<T> type, EventVersion version, EventCodec codec) {
      return reader.decode(text, type);
    }
  }

  /** A tree that an upcaster gave, and may give to others too: who goes on from it has a copy. */
  record Tree(ObjectNode tree) implements Form {
    @Override
    public ObjectNode asTree(EventVersion version, EventCodec codec) {
      return tree.deepCopy();
    }

    @Override
    public <T> T as(Class<T> type, EventVersion version, EventCodec codec) {
      return codec.decode(JsonTree.write(version, tree), type);
    }
  }

  /** An object that an upcaster made. */
  record Value(Object value) implements Form {
    public Value {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public ObjectNode asTree(EventVersion version, EventCodec codec) {
      return JsonTree.read(version, codec.encode(value));
    }

    @Override
    public <T> T as(Class<T> type, EventVersion version, EventCodec codec) {
      return type.isInstance(value) ? type.cast(value) : codec.decode(codec.encode(value), type);
    }
  }
}
