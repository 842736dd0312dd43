/**
 * Which networks and clients there are, by the document that Cartographoor publishes. Enter at
 * {@link dev.pulse.samples.ethereum.directory.NetworkDirectory}, which one copy of it is.
 */
@NullMarked
package dev.pulse.samples.ethereum.directory;

import org.jspecify.annotations.NullMarked;
