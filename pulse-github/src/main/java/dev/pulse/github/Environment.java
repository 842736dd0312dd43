package dev.pulse.github;

import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import java.time.Duration;
import java.time.InstantSource;

/** What a client has of the world; replaced in tests. */
record Environment(Lookups lookups, FreshTls tls, InstantSource clock, Pause pause) {
  /** How time passes before something is tried again. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  static Environment system() {
    return new Environment(
        Lookups.system(),
        FreshTls.platform(),
        InstantSource.system(),
        time -> Thread.sleep(time.toMillis()));
  }
}
