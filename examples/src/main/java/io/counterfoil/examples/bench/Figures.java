package io.counterfoil.examples.bench;

import java.util.Optional;

/**
 * Is what a work came to: rates per second or milliseconds.
 *
 * @param ours the library's figure
 * @param floor the floor's, if the work has one
 */
record Figures(double ours, Optional<Double> floor) {}
