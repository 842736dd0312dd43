package dev.pulse.core.check;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands when it fails.
 *
 * @param phase the phase that began last
 * @param host the host it is about, never with more of its URL
 * @param address what it last connected to; null while the name is being resolved
 */
record Situation(Phase phase, String host, @Nullable InetSocketAddress address) {
  /** The address in parentheses, as it follows a sentence; empty when there is none. */
  String at() {
    return address == null ? "" : " (" + Texts.address(address) + ")";
  }
}
