package dev.pulse.core.check;

import java.util.List;

/**
 * What a name server said.
 *
 * @param code the response code, such as {@code NOERROR} or {@code NXDOMAIN}
 * @param truncated whether there is more than fitted into a datagram
 * @param values the answers in the notation of {@link DnsCheck}, in the order of the server
 * @param ttl the smallest time to live of the answers in seconds; 0 without answers
 */
record DnsAnswer(String code, boolean truncated, List<String> values, long ttl) {}
