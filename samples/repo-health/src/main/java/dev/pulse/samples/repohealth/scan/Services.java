package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.CodecovClient;
import dev.pulse.github.DepsDevClient;
import dev.pulse.github.GitHubConnection;
import dev.pulse.github.HttpCache;
import dev.pulse.github.ObservedRequest;
import dev.pulse.github.OsvClient;
import dev.pulse.github.RepositoryReader;
import dev.pulse.github.RequestObserver;
import dev.pulse.samples.repohealth.config.Upstreams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The services that are asked about repositories, with one way to each: limits and kept answers are
 * shared by whoever uses it. Thread-safe.
 *
 * <pre>{@code
 * Services services = Services.builder(settings.upstreams()).cache(tables.cache()).build();
 * }</pre>
 */
public final class Services {
  private static final String GITHUB = "github";

  private final GitHubConnection github;
  private final RepositoryReader reader;
  private final AtomicLong requests = new AtomicLong();

  private Services(Builder builder) {
    var to = builder.upstreams;
    RequestObserver observer =
        request -> {
          count(request);
          builder.observer.observed(request);
        };
    var connection =
        GitHubConnection.builder()
            .baseUrl(to.gitHub())
            .timeout(to.timeout())
            .buffer(to.rateBuffer())
            .retryAfter(builder.waits)
            .cache(builder.cache)
            .clock(builder.clock)
            .observer(observer);
    to.gitHubToken().ifPresent(connection::token);
    this.github = connection.build();
    var codecov =
        CodecovClient.builder()
            .baseUrl(to.codecov())
            .timeout(to.timeout())
            .retryAfter(builder.waits)
            .clock(builder.clock)
            .observer(observer);
    to.codecovToken().ifPresent(codecov::token);
    var osv =
        OsvClient.builder()
            .baseUrl(to.osv())
            .timeout(to.timeout())
            .retryAfter(builder.waits)
            .keep(to.cacheTtl())
            .cache(builder.cache)
            .clock(builder.clock)
            .observer(observer);
    var depsDev =
        DepsDevClient.builder()
            .baseUrl(to.depsDev())
            .timeout(to.timeout())
            .retryAfter(builder.waits)
            .keep(to.cacheTtl())
            .cache(builder.cache)
            .clock(builder.clock)
            .observer(observer);
    this.reader =
        RepositoryReader.builder(github)
            .codecov(codecov.build())
            .osv(osv.build())
            .depsDev(depsDev.build())
            .documentedElsewhere(builder.documented)
            .build();
  }

  /** Starts with where the services are. */
  public static Builder builder(Upstreams upstreams) {
    return new Builder(upstreams);
  }

  private void count(ObservedRequest request) {
    if (request.service().equals(GITHUB)) {
      requests.incrementAndGet();
    }
  }

  /** The way to GitHub. */
  public GitHubConnection github() {
    return github;
  }

  /** Who reads repositories. */
  public RepositoryReader reader() {
    return reader;
  }

  /** How many requests were sent to GitHub so far, also in vain. */
  public long requests() {
    return requests.get();
  }

  @Override
  public String toString() {
    return github + " and the services beside it";
  }

  /** Makes the ways. Confine to one thread. */
  public static final class Builder {
    private final Upstreams upstreams;
    private HttpCache cache = HttpCache.none();
    private RequestObserver observer = request -> {};
    private InstantSource clock = InstantSource.system();
    private Set<String> documented = Set.of();
    private List<Duration> waits =
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private Builder(Upstreams upstreams) {
      this.upstreams = requireNonNull(upstreams, "upstreams");
    }

    /** Where answers outlive the process; default: nowhere. */
    public Builder cache(HttpCache cache) {
      this.cache = requireNonNull(cache, "cache");
      return this;
    }

    /** Who learns of every request; default: nobody. */
    public Builder observer(RequestObserver observer) {
      this.observer = requireNonNull(observer, "observer");
      return this;
    }

    /** What time it is; default: the system's clock. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** Repositories, without owner, whose documentation is known to be elsewhere; default: none. */
    public Builder documentedElsewhere(Collection<String> repositories) {
      this.documented = Set.copyOf(repositories);
      return this;
    }

    /** How long to wait before it is tried again; default: 1, 2 and 4 seconds. */
    public Builder retryAfter(List<Duration> waits) {
      this.waits = List.copyOf(waits);
      return this;
    }

    /**
     * Makes the ways; nothing is asked yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public Services build() {
      return new Services(this);
    }
  }
}
