package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks deps.dev which dependencies are older than the version that their ecosystem takes by
 * default. What it says about a package is kept for a while. Thread-safe; needs no closing.
 */
public final class DepsDevClient {
  static final String SERVICE = "depsdev";
  private static final String OPERATION = "GET /v3/systems/{system}/packages/{package}";
  private static final int MOST_FAILURES_IN_A_ROW = 10;

  /** How many versions are kept in memory, of all packages together. */
  private static final long MOST_VERSIONS = 500_000;

  private final ServiceHttp http;
  private final YoungAnswers<PackageName, Versions> kept;
  private final LookUps lookUps;
  private final int mostPackages;

  /** The versions of a package: when each was published, and which is taken by default. */
  private record Versions(Map<String, Instant> published, @Nullable String standard) {
    private static final Versions NONE = new Versions(Map.of(), null);

    /** The version to be taken instead of one; empty when that one is not outdated. */
    Optional<String> instead(String version) {
      if (standard == null || standard.equals(version)) {
        return Optional.empty();
      }
      var used = published.get(version);
      var newest = published.get(standard);
      return used != null && newest != null && used.isBefore(newest)
          ? Optional.of(standard)
          : Optional.empty();
    }
  }

  private DepsDevClient(ServiceHttp http, Builder builder) {
    this.http = http;
    this.kept =
        new YoungAnswers<>(
            builder,
            http.clock(),
            MOST_VERSIONS,
            versions -> 1 + versions.published().size(),
            DepsDevClient::versions);
    this.lookUps = builder.lookUps(SERVICE);
    this.mostPackages = builder.mostPackages;
  }

  /** Asks {@code https://api.deps.dev}, unless the builder is told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Which of the dependencies are outdated: those whose version is older than the default one. What
   * has no exact version, or is of an ecosystem that deps.dev does not know, is never outdated.
   * Those that are know {@linkplain Dependency#newestVersion() which version} there is instead.
   *
   * @param within for all look-ups together
   * @return unavailable when more than half of the look-ups failed, or there would be too many
   */
  public Fact<List<Dependency>> outdated(Collection<Dependency> dependencies, Duration within)
      throws InterruptedException {
    var asked = new ArrayList<Dependency>();
    for (Dependency dependency : dependencies) {
      if (dependency.exactVersion().isPresent()
          && dependency.packageName().depsDevSystem().isPresent()) {
        asked.add(dependency);
      }
    }
    if (asked.size() > mostPackages) {
      return unavailable(
          asked.size() + " packages are more than the " + mostPackages + " that are looked up");
    }
    var deadline = Deadline.in(within);
    var failures = new Failures(asked.size());
    try {
      var newest = lookUps.all(asked, deadline, one -> instead(one, failures, deadline));
      var outdated = new ArrayList<Dependency>();
      for (int i = 0; i < asked.size(); i++) {
        var dependency = asked.get(i);
        newest.get(i).map(dependency::outdatedBy).ifPresent(outdated::add);
      }
      return Fact.known(List.copyOf(outdated), SERVICE, http.now());
    } catch (ServiceException e) {
      return unavailable(e.getMessage());
    }
  }

  private Fact<List<Dependency>> unavailable(String because) {
    return Fact.unavailable(because, SERVICE, http.now());
  }

  private Optional<String> instead(Dependency dependency, Failures failures, Deadline deadline)
      throws ServiceException, InterruptedException {
    try {
      var versions = versions(dependency.packageName(), deadline);
      failures.endRow();
      return versions.instead(dependency.exactVersion().orElse(""));
    } catch (ServiceException e) {
      failures.add(e);
      return Optional.empty();
    }
  }

  /** Counts what fails of the look-ups for one repository. Thread-safe. */
  private static final class Failures {
    private final int asked;
    private final Object lock = new Object();

    // Both guarded by lock.
    private int failed;
    private int inARow;

    Failures(int asked) {
      this.asked = asked;
    }

    void endRow() {
      synchronized (lock) {
        inARow = 0;
      }
    }

    /** A service that is down is not asked a thousand times. */
    void add(ServiceException failure) throws ServiceException {
      synchronized (lock) {
        failed++;
        inARow++;
        if (inARow >= MOST_FAILURES_IN_A_ROW || 2 * failed > asked) {
          throw new ServiceException(
              failed
                  + " of "
                  + asked
                  + " look-ups failed, the last because "
                  + failure.getMessage());
        }
      }
    }
  }

  private Versions versions(PackageName name, Deadline deadline)
      throws ServiceException, InterruptedException {
    var url =
        http.url(
                "v3/systems/"
                    + name.depsDevSystem().orElseThrow()
                    + "/packages/"
                    + PackageUrl.encoded(name.name()))
            .build();
    var before = kept.find(name, url, versions -> true);
    if (before.isPresent()) {
      return before.get();
    }
    var reply = http.ask(url, null, OPERATION, deadline);
    if (reply.status() == 404) {
      return Versions.NONE;
    }
    if (reply.status() != 200) {
      throw http.refused(reply);
    }
    try {
      var versions = FactJson.read(reply.reader(), DepsDevClient::versions);
      kept.keep(name, url, versions, reply.body());
      return versions;
    } catch (FactJson.MalformedException e) {
      throw http.garbled(e);
    }
  }

  private static Versions versions(JsonReader reader) throws IOException {
    var published = new HashMap<String, Instant>();
    var standard = new String[1];
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("versions")) {
            FactJson.each(value, one -> version(one, published, standard));
          } else {
            value.skipValue();
          }
        });
    return new Versions(Map.copyOf(published), standard[0]);
  }

  private static boolean version(
      JsonReader reader, Map<String, Instant> published, @Nullable String[] standard)
      throws IOException {
    var version = new String[] {""};
    var at = new Instant[1];
    var isStandard = new boolean[1];
    FactJson.object(
        reader,
        (name, value) -> {
          switch (name) {
            case "versionKey" -> version[0] = versionKey(value);
            case "publishedAt" -> at[0] = FactJson.moment(value);
            case "isDefault" -> isStandard[0] = FactJson.truth(value);
            default -> value.skipValue();
          }
        });
    if (at[0] != null) {
      published.put(version[0], at[0]);
    }
    if (isStandard[0]) {
      standard[0] = version[0];
    }
    return true;
  }

  private static String versionKey(JsonReader reader) throws IOException {
    var version = new String[] {""};
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("version")) {
            version[0] = FactJson.text(value);
          } else {
            value.skipValue();
          }
        });
    return version[0];
  }

  /** Makes a client. Confine to one thread. */
  public static final class Builder extends LookUpClientBuilder<Builder> {
    private static final int LARGEST_BILL = 100_000;

    private int mostPackages = 5_000;

    private Builder() {
      super(SERVICE, "https://api.deps.dev");
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * How many packages of one repository are looked up; default 5,000. With more nobody knows how
     * many are outdated.
     *
     * @param packages 1 to 100,000
     */
    public Builder mostPackages(int packages) {
      if (packages < 1 || packages > LARGEST_BILL) {
        refuse("most-packages", "must be 1 to " + LARGEST_BILL + ", but is " + packages);
      }
      mostPackages = packages;
      return this;
    }

    /**
     * Makes the client; nothing is sent yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public DepsDevClient build() {
      return new DepsDevClient(http(), this);
    }
  }
}
