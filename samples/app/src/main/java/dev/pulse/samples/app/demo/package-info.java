/**
 * What {@code pulse demo} watches: a shop on this machine that behaves by scripts, its past, and
 * the people in it. Enter at {@link dev.pulse.samples.app.demo.Demo}.
 */
@NullMarked
package dev.pulse.samples.app.demo;

import org.jspecify.annotations.NullMarked;
