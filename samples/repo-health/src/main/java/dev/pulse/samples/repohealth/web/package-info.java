/**
 * What others see of the health of repositories: the REST routes with the report of builds, the
 * page, and the numbers for Prometheus.
 */
@NullMarked
package dev.pulse.samples.repohealth.web;

import org.jspecify.annotations.NullMarked;
