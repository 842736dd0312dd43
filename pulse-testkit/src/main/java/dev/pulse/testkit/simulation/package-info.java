/**
 * Years of alerting in a moment: a user's own rules and routes on a clock that is moved by hand.
 * Enter at {@link dev.pulse.testkit.simulation.PulseSimulation}.
 */
@NullMarked
package dev.pulse.testkit.simulation;

import org.jspecify.annotations.NullMarked;
