/**
 * For authors of plug-ins and for users who test what they built on Pulse: time that is moved by
 * hand ({@link dev.pulse.testkit.ManualScheduler}), listeners that remember, and contract tests to
 * extend.
 */
@NullMarked
package dev.pulse.testkit;

import org.jspecify.annotations.NullMarked;
