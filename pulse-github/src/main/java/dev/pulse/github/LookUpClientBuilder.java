package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the clients are built from alike that look up many things, each of which changes rarely.
 * Confine to one thread.
 *
 * @param <B> the builder itself
 */
public abstract sealed class LookUpClientBuilder<B extends LookUpClientBuilder<B>>
    extends ServiceClientBuilder<B> permits OsvClient.Builder, DepsDevClient.Builder {
  private static final Duration LONGEST = Duration.ofDays(366);

  Duration keep = Duration.ofHours(1);
  HttpCache cache = HttpCache.none();
  private @Nullable Executor executor;

  LookUpClientBuilder(String service, String url) {
    super(service, url);
  }

  /**
   * How long what was looked up is used without asking again, by this client and by all that share
   * its {@link #cache}; default one hour.
   *
   * @param time 0, which means not at all, to one year
   */
  public B keep(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      refuse("keep", "must be 0 to one year");
    } else {
      keep = time;
    }
    return self();
  }

  /** Where answers outlive the process; default: nowhere, the newest are kept in memory. */
  public B cache(HttpCache cache) {
    this.cache = requireNonNull(cache, "cache");
    return self();
  }

  /**
   * On which threads things are looked up, and so how many at once; default eight threads of the
   * client's own, which end when there is nothing to do. It is never shut down from here. With
   * {@code Runnable::run} one thing is looked up after the other.
   */
  public B executor(Executor executor) {
    this.executor = requireNonNull(executor, "executor");
    return self();
  }

  final LookUps lookUps(String service) {
    return new LookUps(executor == null ? LookUps.threads(service) : executor);
  }
}
