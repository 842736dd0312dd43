/**
 * What the environment says about the system as a program of its own. Enter at {@link
 * dev.pulse.samples.ethereum.config.EthereumConfiguration}.
 */
@NullMarked
package dev.pulse.samples.ethereum.config;

import org.jspecify.annotations.NullMarked;
