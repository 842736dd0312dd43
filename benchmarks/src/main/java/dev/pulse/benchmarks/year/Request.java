package dev.pulse.benchmarks.year;

import java.util.function.IntFunction;

/**
 * A question to the REST API.
 *
 * @param name for people
 * @param path of the n-th time that it is asked: another check each time, where there is one in it
 */
record Request(String name, IntFunction<String> path) {}
