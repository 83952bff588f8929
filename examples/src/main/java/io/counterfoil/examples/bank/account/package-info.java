/** The account: its events, its commands, and how one leads to the other. */
@NullMarked
package io.counterfoil.examples.bank.account;

import org.jspecify.annotations.NullMarked;
