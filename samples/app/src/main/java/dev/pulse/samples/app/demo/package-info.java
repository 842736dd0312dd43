/**
 * What {@code pulse demo} watches: targets on this machine that behave by a script. Enter at {@link
 * dev.pulse.samples.app.demo.Demo}.
 */
@NullMarked
package dev.pulse.samples.app.demo;

import org.jspecify.annotations.NullMarked;
