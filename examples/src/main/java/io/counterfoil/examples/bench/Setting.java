package io.counterfoil.examples.bench;

import java.util.function.Consumer;

/**
 * Is what a work finds when it begins.
 *
 * @param server the database; started when first asked for something
 * @param pace how long to measure
 * @param progress takes lines for whoever waits
 */
record Setting(Server server, Pace pace, Consumer<String> progress) {}
