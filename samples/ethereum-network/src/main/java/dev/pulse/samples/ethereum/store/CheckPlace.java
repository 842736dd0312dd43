package dev.pulse.samples.ethereum.store;

/**
 * Where the log of a run is, found by its id alone. Public because the JSON library asks for it.
 *
 * @param path the path of the log
 */
public record CheckPlace(String path) {}
