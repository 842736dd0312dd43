/**
 * Results as a fleet of checks would have them, made up fast and always the same. Start with {@link
 * dev.pulse.benchmarks.fleet.Fleet}.
 */
@NullMarked
package dev.pulse.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
