package io.counterfoil.serialization;

import io.counterfoil.serialization.Upcaster.Binding;
import io.counterfoil.serialization.Upcaster.Bound;
import io.counterfoil.serialization.Upcaster.Reached;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what becomes of one stored form of an event. Got from {@link Upcaster#from}; immutable.
 *
 * <p>Where a function takes a tree, the tree is the payload's own: it may be changed and given
 * back. Numbers keep all their digits in it. The tree that is given back is read as if it had been
 * stored so, by the codec of the event types, which must then be one for JSON.
 */
public final class Upcasting {
  private final EventVersion from;

  Upcasting(EventVersion from) {
    this.from = from;
  }

  /**
   * Changes the payload into the next schema version of the same event.
   *
   * @param change gives the tree of the next version
   * @return the upcaster
   */
  public Upcaster toNextVersion(
      BiFunction<? super ObjectNode, ? super UpcastContext, ? extends ObjectNode> change) {
    return to(from.type(), from.schemaVersion() + 1, change);
  }

  /**
   * Changes the payload into another event, or into a version of the same that is not the next.
   *
   * @param type the logical name of the event
   * @param schemaVersion the schema version that the tree has then
   * @param change gives that tree
   * @return the upcaster
   * @throws IllegalArgumentException if the version is below 1
   */
  public Upcaster to(
      String type,
      int schemaVersion,
      BiFunction<? super ObjectNode, ? super UpcastContext, ? extends ObjectNode> change) {
    Objects.requireNonNull(change, "change");
    EventVersion target = new EventVersion(type, schemaVersion);
    return onTrees(
        Set.of(target),
        (tree, context) -> List.of(new EventTree(target, given(change.apply(tree, context)))));
  }

  /**
   * Takes the payload for one of another event, as it is. Nothing is parsed for it.
   *
   * @param type the logical name of the event
   * @param schemaVersion the schema version that the payload already fits
   * @return the upcaster
   * @throws IllegalArgumentException if the version is below 1
   */
  public Upcaster renamedTo(String type, int schemaVersion) {
    EventVersion target = new EventVersion(type, schemaVersion);
    return upcaster(
        today ->
            new Bound(
                Set.of(target), false, (form, context) -> List.of(new Reached(target, form))));
  }

  /**
   * Takes the payload for one of the next schema version, as it is: what is new there may be
   * missing.
   *
   * @return the upcaster
   */
  public Upcaster unchanged() {
    return renamedTo(from.type(), from.schemaVersion() + 1);
  }

  /**
   * Changes the payload into several events, or fewer. They stand in the place of the one, in the
   * order that is given; the sequence and the position stay those of the one.
   *
   * @param targets all forms that may be given
   * @param change gives events of these forms, perhaps of each none or several
   * @return the upcaster
   */
  public Upcaster toEach(
      Set<EventVersion> targets,
      BiFunction<? super ObjectNode, ? super UpcastContext, ? extends List<EventTree>> change) {
    Objects.requireNonNull(change, "change");
    return onTrees(targets, change);
  }

  /**
   * Leaves the event out: readers are handed an event without payloads, so that sequences,
   * positions and checkpoints stay as they are.
   *
   * @return the upcaster
   */
  public Upcaster dropped() {
    return upcaster(today -> new Bound(Set.of(), false, (form, context) -> List.of()));
  }

  /**
   * Lets a codec read the payload as today's class of the same event. For codecs that bring a way
   * to read older forms, such as Avro's resolution of schemas.
   *
   * @param codec knows the form that was stored
   * @return the upcaster
   */
  public Upcaster readBy(EventCodec codec) {
    Objects.requireNonNull(codec, "codec");
    return new Upcaster(
        from,
        Optional.of(codec),
        today -> {
          EventVersion target =
              today
                  .versionOf(from.type())
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "the upcaster from "
                                  + from
                                  + " has it read as today's class of that name, but there is none;"
                                  + " register one, or rename the event with to(...)"));
          return new Bound(
              Set.of(target), false, (form, context) -> List.of(new Reached(target, form)));
        });
  }

  /**
   * Reads the payload as a class of its own: a record that looks as the event did then.
   *
   * @param old what to read the payload as
   * @param <T> what to read the payload as
   * @return the ways to go on
   */
  public <T> TypedUpcasting<T> as(Class<T> old) {
    return new TypedUpcasting<>(from, old, Optional.empty());
  }

  /**
   * Reads the payload as a class of its own, by another codec than the one of the event types.
   *
   * @param old what to read the payload as
   * @param codec reads the stored text
   * @param <T> what to read the payload as
   * @return the ways to go on
   */
  public <T> TypedUpcasting<T> as(Class<T> old, EventCodec codec) {
    return new TypedUpcasting<>(from, old, Optional.of(codec));
  }

  private Upcaster onTrees(
      Set<EventVersion> targets,
      BiFunction<? super ObjectNode, ? super UpcastContext, ? extends List<EventTree>> change) {
    return upcaster(
        today ->
            new Bound(
                targets,
                false,
                (form, context) ->
                    reached(given(change.apply(form.asTree(from, today.codec()), context)))));
  }

  private static List<Reached> reached(List<EventTree> given) {
    return given.stream()
        .map(each -> new Reached(each.version(), new Form.Tree(each.data())))
        .toList();
  }

  private Upcaster upcaster(Binding binding) {
    return new Upcaster(from, Optional.empty(), binding);
  }

  private <T> T given(@Nullable T given) {
    return Upcaster.given(given, from);
  }
}
