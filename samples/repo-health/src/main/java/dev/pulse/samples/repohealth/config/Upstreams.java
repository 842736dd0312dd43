package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The services that are asked, and how.
 *
 * @param gitHub where GitHub's API is, without a slash at the end
 * @param gitHubToken for that host alone; empty asks as nobody in particular
 * @param codecov where Codecov's API is, without a slash at the end
 * @param codecovToken for that host alone
 * @param osv where OSV's API is, without a slash at the end
 * @param depsDev where the API of deps.dev is, without a slash at the end
 * @param timeout how long one request may take
 * @param rateBuffer how many of GitHub's requests are left to others with the same token
 * @param cacheTtl how long answers of deps.dev, and advisories of OSV, are used without asking
 */
public record Upstreams(
    URI gitHub,
    Optional<Secret> gitHubToken,
    URI codecov,
    Optional<Secret> codecovToken,
    URI osv,
    URI depsDev,
    Duration timeout,
    int rateBuffer,
    Duration cacheTtl) {}
