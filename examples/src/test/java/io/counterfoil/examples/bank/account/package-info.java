/** Tests of the account. */
@NullMarked
package io.counterfoil.examples.bank.account;

import org.jspecify.annotations.NullMarked;
