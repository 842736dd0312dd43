/**
 * What the system remembers: typed documents under paths that say what they are about. Enter at
 * {@link dev.pulse.samples.ethereum.store.EthereumStore}.
 */
@NullMarked
package dev.pulse.samples.ethereum.store;

import org.jspecify.annotations.NullMarked;
