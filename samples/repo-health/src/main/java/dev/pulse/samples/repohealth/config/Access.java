package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.Secret;
import java.util.Optional;

/**
 * Where the service listens, and whom it answers.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes any that is free
 * @param reading what callers must know that read; empty for nothing
 * @param reporting what builds must know that report; empty when nobody may
 */
public record Access(String host, int port, Optional<Secret> reading, Optional<Secret> reporting) {}
