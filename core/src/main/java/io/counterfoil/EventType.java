package io.counterfoil;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says under which name and schema version an event is stored. Without it, the name is the simple
 * name of the class and the version is 1.
 *
 * <p>The name is what the store keeps for ever: a class that is renamed keeps its old name here.
 * The version is raised when a stored payload of the version before can no longer be read as this
 * class; an upcaster then leads from there to here.
 *
 * <p>A domain that wants to stay free of annotations says the same to the builder of its event
 * types, which wins over what stands here.
 *
 * <pre>{@code
 * @EventType(name = "MoneyWithdrawn", version = 3)
 * record Withdrawal(Money amount) implements AccountEvent {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

  /**
   * Gives the logical name.
   *
   * @return the name that is stored; the simple name of the class if empty
   */
  String name() default "";

  /**
   * Gives the schema version.
   *
   * @return the version that is written, 1 or more
   */
  int version() default 1;
}
