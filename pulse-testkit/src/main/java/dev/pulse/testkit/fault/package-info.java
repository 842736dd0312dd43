/**
 * Targets that misbehave, on this machine, for tests of whatever asks others over a network. Enter
 * at {@link dev.pulse.testkit.fault.FaultServer}; {@link dev.pulse.testkit.fault.Fault} lists what
 * can go wrong.
 */
@NullMarked
package dev.pulse.testkit.fault;

import org.jspecify.annotations.NullMarked;
