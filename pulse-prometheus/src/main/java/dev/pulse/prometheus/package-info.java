/** Asks Prometheus, or Grafana in front of it: queries, a check and a collector of them. */
@NullMarked
package dev.pulse.prometheus;

import org.jspecify.annotations.NullMarked;
