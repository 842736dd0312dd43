/**
 * For authors of plug-ins and for users who test what they built on Pulse: time that is moved by
 * hand ({@link dev.pulse.testkit.ManualScheduler}), listeners that remember, contract tests to
 * extend, and (in {@link dev.pulse.testkit.fault}) targets that misbehave.
 */
@NullMarked
package dev.pulse.testkit;

import org.jspecify.annotations.NullMarked;
