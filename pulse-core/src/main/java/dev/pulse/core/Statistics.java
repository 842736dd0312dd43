package dev.pulse.core;

/**
 * What the engine is doing, at a moment. Immutable.
 *
 * @param registered how many registrations there are
 * @param running how many runs are under way, abandoned ones not counted
 * @param queued how many runs are due and wait for a free place
 * @param abandoned how many threads are still held by checks that ignored their interruption
 * @param unstored how many outcomes wait to be written
 */
public record Statistics(int registered, int running, int queued, int abandoned, int unstored) {}
