/** One story that shows what the library does. */
@NullMarked
package io.counterfoil.examples.bank.demo;

import org.jspecify.annotations.NullMarked;
