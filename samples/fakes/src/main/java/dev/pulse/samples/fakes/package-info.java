/** Loopback stand-ins of services, for tests and for the demo. */
@NullMarked
package dev.pulse.samples.fakes;

import org.jspecify.annotations.NullMarked;
