/**
 * What the environment and the file of rules say about the system. Enter at {@link
 * dev.pulse.samples.repohealth.config.RepoHealthSettings}.
 */
@NullMarked
package dev.pulse.samples.repohealth.config;

import org.jspecify.annotations.NullMarked;
