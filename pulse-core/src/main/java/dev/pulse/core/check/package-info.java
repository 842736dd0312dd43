/**
 * The checks that Pulse brings. Enter at {@link dev.pulse.core.check.HttpCheck} for what speaks
 * HTTP, at {@link dev.pulse.core.check.WebSocketCheck} for WebSockets, at {@link
 * dev.pulse.core.check.TlsCheck} for certificates, at {@link dev.pulse.core.check.DnsCheck} for
 * name servers, at {@link dev.pulse.core.check.TcpCheck} for everything else that listens on a port
 * and at {@link dev.pulse.core.check.IcmpCheck} for what only answers packets. What cannot be asked
 * reports to a {@link dev.pulse.core.check.HeartbeatCheck} through {@link
 * dev.pulse.core.check.Heartbeats}; a {@link dev.pulse.core.check.GroupCheck} judges other checks.
 */
@NullMarked
package dev.pulse.core.check;

import org.jspecify.annotations.NullMarked;
