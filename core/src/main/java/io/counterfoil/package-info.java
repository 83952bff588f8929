/** The words a domain speaks: events, aggregates, command handlers, rejections, metadata. */
@NullMarked
package io.counterfoil;

import org.jspecify.annotations.NullMarked;
