/**
 * The command line. Enter at {@link dev.pulse.samples.app.Main}; each command is a class of its own
 * that gets what surrounds it (environment, streams, the wish to stop) from outside.
 */
@NullMarked
package dev.pulse.samples.app;

import org.jspecify.annotations.NullMarked;
