/** A codec of one's own: events in Avro's binary form, beside others in JSON. */
@NullMarked
package io.counterfoil.examples.avro;

import org.jspecify.annotations.NullMarked;
