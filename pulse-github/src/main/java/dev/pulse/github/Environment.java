package dev.pulse.github;

import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a client has of the world; replaced in tests. */
record Environment(Lookups lookups, FreshTls tls, InstantSource clock, Pause pause) {
  /** How time passes before something is tried again. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  /** This world by another clock; the same without one. */
  Environment by(@Nullable InstantSource other) {
    return other == null ? this : new Environment(lookups, tls, other, pause);
  }

  static Environment system() {
    return new Environment(
        Lookups.system(),
        FreshTls.platform(),
        InstantSource.system(),
        time -> Thread.sleep(time.toMillis()));
  }
}
