package dev.pulse.samples.ethereum.config;

/**
 * How it is found out whether the machine of a node is there at all.
 *
 * @param enabled whether it is
 * @param domain what the names of machines end in
 * @param port where their SSH server listens
 */
public record NodeProbeSettings(boolean enabled, String domain, int port) {}
