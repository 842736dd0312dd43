/**
 * What people read on Discord. Enter at {@link dev.pulse.samples.ethereum.message.EthereumLayout},
 * which makes messages of reports; {@link dev.pulse.samples.ethereum.message.MentionHandle} reads
 * whom they shall ping.
 */
@NullMarked
package dev.pulse.samples.ethereum.message;

import org.jspecify.annotations.NullMarked;
