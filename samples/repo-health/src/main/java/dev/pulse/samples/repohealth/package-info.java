/**
 * Watches the repositories of an organisation: gives each a score, follows its vulnerabilities and
 * builds, and tells people what its rules say. Built on Pulse's public API alone.
 */
@NullMarked
package dev.pulse.samples.repohealth;

import org.jspecify.annotations.NullMarked;
