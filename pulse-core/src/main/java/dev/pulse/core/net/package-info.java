/**
 * Where Pulse may connect to. Enter at {@link dev.pulse.core.net.EgressPolicy}, which every check
 * that opens connections asks about each address.
 */
@NullMarked
package dev.pulse.core.net;

import org.jspecify.annotations.NullMarked;
