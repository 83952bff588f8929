/** The bank: accounts whose every cent is an event, and a program to work with them. */
@NullMarked
package io.counterfoil.examples.bank;

import org.jspecify.annotations.NullMarked;
