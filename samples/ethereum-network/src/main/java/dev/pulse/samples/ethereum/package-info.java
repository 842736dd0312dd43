/** Which client of an Ethereum network is at fault, told on Discord. */
@NullMarked
package dev.pulse.samples.ethereum;

import org.jspecify.annotations.NullMarked;
